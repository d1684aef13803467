package io.qail.test;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** Makes the database of a test class on first use and drops it, with the further ones it made, after the class. */
final class PostgresExtension implements BeforeAllCallback, ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(PostgresExtension.class);

    @Override
    public void beforeAll(ExtensionContext context) throws IllegalAccessException {
        for (Field field : ReflectionSupport.findFields(
                context.getRequiredTestClass(),
                field -> field.getType() == TestDatabase.class && Modifier.isStatic(field.getModifiers()),
                HierarchyTraversalMode.TOP_DOWN)) {
            field.setAccessible(true);
            field.set(null, database(context));
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestDatabase.class;
    }

    @Override
    public TestDatabase resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return database(context);
    }

    private static TestDatabase database(ExtensionContext context) {
        return annotatedClass(context)
                .getStore(NAMESPACE)
                .computeIfAbsent(TestDatabase.class, key -> new TestDatabase(PostgresServer.get()), TestDatabase.class);
    }

    /** The outermost class, so that a nested class shares the database of the one around it. */
    private static ExtensionContext annotatedClass(ExtensionContext context) {
        ExtensionContext found = context;
        for (ExtensionContext at = context; ; at = at.getParent().orElseThrow()) {
            if (at.getElement()
                    .filter(Class.class::isInstance)
                    .flatMap(element -> AnnotationSupport.findAnnotation(element, PostgresTest.class))
                    .isPresent()) {
                found = at;
            }
            if (at.getParent().isEmpty()) {
                return found;
            }
        }
    }
}
