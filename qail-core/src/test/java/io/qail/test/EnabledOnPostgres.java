package io.qail.test;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Runs the test only on a server of one of these major versions. */
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(EnabledOnPostgres.Condition.class)
public @interface EnabledOnPostgres {

    /** The first major version. */
    int min() default 0;

    /** The last major version. */
    int max() default Integer.MAX_VALUE;

    final class Condition implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return AnnotationSupport.findAnnotation(context.getElement(), EnabledOnPostgres.class)
                    .map(Condition::evaluate)
                    .orElseGet(() -> ConditionEvaluationResult.enabled("for every version"));
        }

        private static ConditionEvaluationResult evaluate(EnabledOnPostgres wanted) {
            int version = PostgresServer.get().majorVersion();
            String reason = "the server is PostgreSQL " + version;
            return version >= wanted.min() && version <= wanted.max()
                    ? ConditionEvaluationResult.enabled(reason)
                    : ConditionEvaluationResult.disabled(reason);
        }
    }
}
