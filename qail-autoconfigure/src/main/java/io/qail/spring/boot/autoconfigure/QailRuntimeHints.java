package io.qail.spring.boot.autoconfigure;

import io.qail.impact.Impact;
import io.qail.script.ScriptOptions;
import io.qail.snapshot.SnapshotItem;
import io.qail.snapshot.SnapshotManifest;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** What a native image has to keep: the scripts, and the records that the core writes as JSON. */
final class QailRuntimeHints implements RuntimeHintsRegistrar {

    private static final String SCRIPTS = ScriptOptions.DEFAULT_LOCATION.substring("classpath:".length()) + "/**";

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        hints.resources().registerPattern(SCRIPTS);
        new BindingReflectionHintsRegistrar()
                .registerReflectionHints(
                        hints.reflection(),
                        Impact.class,
                        SnapshotItem.class,
                        SnapshotItem.ColumnType.class,
                        SnapshotManifest.class);
    }
}
