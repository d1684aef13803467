package io.qail.cli;

import io.qail.history.BackupMode;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The backup modes in lower case, as the starter's property has them. */
final class BackupModes implements ITypeConverter<BackupMode>, Iterable<String> {

    @Override
    public BackupMode convert(String text) {
        return Arrays.stream(BackupMode.values())
                .filter(mode -> name(mode).equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(
                        () -> new TypeConversionException("'" + text + "' is none of proceed, file, database, fail"));
    }

    static String name(BackupMode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Iterator<String> iterator() {
        return Arrays.stream(BackupMode.values()).map(BackupModes::name).iterator();
    }
}
