package io.qail.spring.boot.autoconfigure;

import io.qail.error.QailException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Prints what QAIL found and what to do, without a stack trace. */
final class QailFailureAnalyzer extends AbstractFailureAnalyzer<QailException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, QailException cause) {
        return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.action(), cause);
    }
}
