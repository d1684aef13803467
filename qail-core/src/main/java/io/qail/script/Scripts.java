package io.qail.script;

import io.qail.language.SourceFile;
import java.util.List;

/** Everything that the locations hold. One of the two ways to work, never both. */
public sealed interface Scripts {

    /** Deltas in the order of their versions, no version twice. */
    record Versioned(List<VersionedScript> scripts) implements Scripts {
        public Versioned {
            scripts = List.copyOf(scripts);
        }
    }

    /**
     * The whole desired schema.
     *
     * @param modules {@code schema.qail}, or the files of {@code schema/} in the order of their paths
     * @param checksum over all modules, names included
     */
    record Declarative(String name, List<SourceFile> modules, String checksum) implements Scripts {
        public Declarative {
            modules = List.copyOf(modules);
        }

        /** Texts that lie in no location. */
        public static Declarative of(String name, List<SourceFile> modules) {
            Checksum checksum = new Checksum();
            modules.forEach(module -> checksum.text(module.text()));
            return new Declarative(name, modules, checksum.hex());
        }
    }
}
