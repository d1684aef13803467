package io.qail.migrate;

import io.qail.error.HistoryException;
import io.qail.error.Setting;
import io.qail.history.HistoryEntry;
import io.qail.history.HistoryState;
import io.qail.history.HistoryType;
import io.qail.script.Scripts;
import io.qail.script.Version;
import io.qail.script.VersionedScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares versioned scripts with the history: what is pending, and whether what was applied is still the same. */
final class PendingVersions {

    private static final Logger log = LoggerFactory.getLogger(PendingVersions.class);

    private final MigrateOptions options;
    private final TreeMap<Version, VersionedScript> scripts = new TreeMap<>();
    private final TreeMap<Version, HistoryEntry> applied = new TreeMap<>();

    PendingVersions(Scripts.Versioned scripts, HistoryState history, MigrateOptions options) {
        this.options = options;
        scripts.scripts().forEach(script -> this.scripts.put(script.version(), script));
        history.applied().values().forEach(entry -> {
            if (entry.type() == HistoryType.DECLARATIVE) {
                throw new HistoryException(
                        "The history of this database was made by a declarative schema (" + entry.script()
                                + "), but the locations hold versioned scripts",
                        "Keep one way of working: bring schema.qail back, or start a new history in another default schema.");
            }
            Version.parse(entry.version()).ifPresent(version -> applied.put(version, entry));
        });
    }

    /**
     * Whether scripts and history fit together.
     *
     * @throws HistoryException when an applied script was edited or is missing, a version is out of order, or the target
     *     does not exist
     */
    void check() {
        checkApplied();
        checkTarget();
        Version newest = applied.isEmpty() ? null : applied.lastKey();
        for (VersionedScript script : pending()) {
            Version version = script.version();
            if (newest != null && version.compareTo(newest) < 0 && !options.outOfOrder()) {
                throw new HistoryException(
                        "Version " + version + " (" + script.source().name()
                                + ") is not applied, but the newer version " + newest + " is",
                        "Give the script a version above " + newest
                                + ", or set " + Setting.OUT_OF_ORDER.to("true") + " to apply it now. "
                                + "Nothing was changed in the database.");
            }
        }
    }

    /** The scripts to apply, in order: above the baseline, up to the target. */
    List<VersionedScript> pending() {
        Version target = options.target() == null
                ? null
                : Version.parse(options.target()).orElse(null);
        Version baseline = applied.entrySet().stream()
                .filter(entry -> entry.getValue().type() == HistoryType.BASELINE)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
        return scripts.values().stream()
                .filter(script -> !applied.containsKey(script.version()))
                .filter(script -> baseline == null || script.version().compareTo(baseline) > 0)
                .filter(script -> target == null || script.version().compareTo(target) <= 0)
                .toList();
    }

    /** Applied entries that no script of the same version stands for, with whether they lie above the newest script. */
    boolean isMissing(HistoryEntry entry) {
        return Version.parse(entry.version())
                .map(version -> !scripts.containsKey(version))
                .orElse(true);
    }

    boolean isFuture(HistoryEntry entry) {
        Version newest = scripts.isEmpty() ? null : newestScript();
        return isMissing(entry)
                && Version.parse(entry.version())
                        .map(version -> newest == null || version.compareTo(newest) > 0)
                        .orElse(false);
    }

    /** The applied entries whose scripts differ or are missing; what a repair accepts. */
    List<HistoryEntry> broken() {
        return applied.values().stream()
                .filter(entry -> entry.type() == HistoryType.VERSIONED)
                .filter(entry -> !isFuture(entry))
                .filter(entry -> isMissing(entry)
                        ? !entry.checksum().isEmpty()
                        : !scriptOf(entry).checksum().equals(entry.checksum()))
                .toList();
    }

    @Nullable
    VersionedScript script(HistoryEntry entry) {
        return Version.parse(entry.version()).map(scripts::get).orElse(null);
    }

    private VersionedScript scriptOf(HistoryEntry entry) {
        return Version.parse(entry.version()).map(scripts::get).orElseThrow();
    }

    private void checkApplied() {
        for (HistoryEntry entry : applied.values()) {
            if (entry.type() == HistoryType.VERSIONED && isFuture(entry)) {
                checkNewer(entry);
            }
        }
        List<HistoryEntry> broken = broken();
        if (broken.isEmpty()) {
            return;
        }
        List<String> lines = new ArrayList<>();
        for (HistoryEntry entry : broken) {
            VersionedScript script = script(entry);
            lines.add(
                    script == null
                            ? "version " + entry.version() + ": the script " + entry.script() + " is missing (checksum "
                                    + entry.checksum() + ")"
                            : "version " + entry.version() + ": "
                                    + script.source().name()
                                    + " was edited after it was applied\n        applied checksum "
                                    + entry.checksum() + "\n        present checksum " + script.checksum());
        }
        throw new HistoryException(
                "Applied scripts are not what they were:\n    " + String.join("\n    ", lines),
                "Bring the applied text back and write what is new into a new version. If the present state is right, "
                        + "accept it with a repair (Qail.repair(), `qail repair`). Nothing was changed in the database.");
    }

    private void checkNewer(HistoryEntry entry) {
        String message = "The database is at version " + entry.version() + " (" + entry.script()
                + "), which is newer than every script of this application";
        if (options.onNewerDatabase() == NewerDatabase.FAIL) {
            throw new HistoryException(
                    message,
                    "Start the newer application, or set " + Setting.ON_NEWER_DATABASE.to("ignore")
                            + ". Nothing was changed.");
        }
        log.warn("{}", message);
    }

    private Version newestScript() {
        return scripts.lastKey();
    }

    private void checkTarget() {
        String text = options.target();
        if (text == null) {
            return;
        }
        Version target = Version.parse(text)
                .orElseThrow(() -> new HistoryException(
                        Setting.TARGET.to(text) + " is not a version", "Write it as in the file names: 3 or 1.2."));
        if (!scripts.containsKey(target) && !applied.containsKey(target)) {
            throw new HistoryException(
                    "There is no version " + target + " for " + Setting.TARGET + "; the scripts are "
                            + scripts.keySet(),
                    "Correct " + Setting.TARGET + ". Nothing was changed in the database.");
        }
    }
}
