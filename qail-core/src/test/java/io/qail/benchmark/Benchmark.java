package io.qail.benchmark;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A class that measures: it runs in the profile {@code benchmark} only, and writes into the {@link BenchmarkReport} that
 * its methods take as a parameter. It asserts that both sides did the same work, and nothing about time.
 */
@Tag("benchmark")
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(BenchmarkExtension.class)
public @interface Benchmark {}
