package io.qail.language;

import io.qail.error.Diagnostic;
import io.qail.error.SourcePosition;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Where the lines of a file begin, so that a place is found without reading the file again. */
final class LineMap {

    /** A longer line is not shown: a generated file can be one line of megabytes. */
    private static final int LONGEST_SHOWN_LINE = 500;

    private final SourceFile source;
    private final int[] starts;

    LineMap(SourceFile source) {
        this.source = source;
        String text = source.text();
        int[] found = new int[16];
        int count = 1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean ends = c == '\n' || (c == '\r' && !text.startsWith("\n", i + 1));
            if (ends) {
                if (count == found.length) {
                    found = Arrays.copyOf(found, count * 2);
                }
                found[count++] = i + 1;
            }
        }
        starts = Arrays.copyOf(found, count);
    }

    SourcePosition position(int offset) {
        int line = lineOf(offset);
        return new SourcePosition(source.name(), line + 1, offset - starts[line] + 1);
    }

    Diagnostic diagnostic(int offset, String message, @Nullable String suggestion) {
        return new Diagnostic(position(offset), message, line(lineOf(offset)), suggestion);
    }

    /** The finding at a position that {@link #position(int)} gave. */
    Diagnostic diagnostic(SourcePosition position, String message, @Nullable String suggestion) {
        return new Diagnostic(position, message, line(position.line() - 1), suggestion);
    }

    private int lineOf(int offset) {
        int found = Arrays.binarySearch(starts, offset);
        return found >= 0 ? found : -found - 2;
    }

    private String line(int line) {
        int end = line + 1 < starts.length ? starts[line + 1] : source.text().length();
        return end - starts[line] > LONGEST_SHOWN_LINE
                ? ""
                : source.text().substring(starts[line], end).stripTrailing();
    }
}
