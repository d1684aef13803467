package io.qail.cli;

import io.qail.migrate.Transition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code OLD:NEW}. Each side is a path or a URL, which has colons of its own. */
record Sides(String from, String to) {

    /** The colon in front of a URL; the one behind "jdbc" is a part of it. */
    private static final Pattern URL_BEHIND =
            Pattern.compile("(?<!jdbc):(?=jdbc:postgresql:|postgres://|postgresql://)");

    static Sides of(String text) {
        Matcher url = URL_BEHIND.matcher(text);
        if (url.find(1)) {
            return new Sides(text.substring(0, url.start()), text.substring(url.end()));
        }
        int single = -1;
        for (int at = text.lastIndexOf(':'); at > 0; at = text.lastIndexOf(':', at - 1)) {
            String right = text.substring(at + 1);
            if (!right.isEmpty() && !right.startsWith("//") && Files.exists(Path.of(right))) {
                return new Sides(text.substring(0, at), right);
            }
            single = at;
        }
        if (single > 0 && single < text.length() - 1 && !DatabaseUrl.isUrl(text)) {
            return new Sides(text.substring(0, single), text.substring(single + 1));
        }
        throw new TypeConversionException(
                "write two schemas with a colon between them, OLD:NEW, for example v1.qail:v2.qail"
                        + " (the file behind the colon must exist)");
    }

    /** The step from one written schema to the other. */
    Transition transition() {
        return Transition.between(SchemaFiles.schema(Path.of(from)), SchemaFiles.schema(Path.of(to)));
    }

    /** For picocli. */
    static final class Converter implements ITypeConverter<Sides> {

        @Override
        public Sides convert(String text) {
            return of(text);
        }
    }
}
