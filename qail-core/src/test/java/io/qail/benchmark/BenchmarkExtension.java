package io.qail.benchmark;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One report for all classes of a run; JUnit closes it, and so prints it, when the last one is done. */
final class BenchmarkExtension implements ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(BenchmarkExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == BenchmarkReport.class;
    }

    @Override
    public BenchmarkReport resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(BenchmarkReport.class, key -> new BenchmarkReport(), BenchmarkReport.class);
    }
}
