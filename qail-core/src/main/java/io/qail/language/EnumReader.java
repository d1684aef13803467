package io.qail.language;

import io.qail.schema.EnumType;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads <code>enum mood { sad, ok, "very happy" }</code>. */
final class EnumReader {

    private final Cursor cursor;
    private final Recovery recovery;

    EnumReader(Cursor cursor, Recovery recovery) {
        this.cursor = cursor;
        this.recovery = recovery;
    }

    /** Behind the word {@code enum}. */
    EnumType read() {
        ObjectName name = cursor.objectName("the name of the enum");
        List<String> labels = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Token open = cursor.peek();
        cursor.expect("{");
        while (!cursor.accept("}")) {
            if (cursor.atEnd()) {
                throw cursor.error(open, "this block is never closed", "add the closing }");
            }
            recovery.attempt(() -> label(labels, seen), token -> token.firstOfLine() || cursor.is(token, ","));
        }
        return new EnumType(name, labels);
    }

    private void label(List<String> labels, Set<String> seen) {
        if (cursor.accept(",")) {
            return;
        }
        Token place = cursor.peek();
        String label = label();
        if (!seen.add(label)) {
            throw cursor.error(place, "the label " + cursor.shown(place) + " comes twice", null);
        }
        labels.add(label);
        if (!cursor.atItemEnd()) {
            throw cursor.unexpected("a comma", List.of());
        }
    }

    /** A label is no identifier: its case is kept. */
    private String label() {
        Token place = cursor.peek();
        String label = switch (place.kind()) {
            case WORD, NUMBER -> cursor.text(cursor.next());
            case QUOTED, STRING -> cursor.string("a label");
            default -> throw cursor.unexpected("a label, or `}`", List.of());
        };
        if (label.isEmpty() || Identifier.isTooLong(label)) {
            throw cursor.error(place, "a label has 1 to " + Identifier.MAX_BYTES + " bytes", null);
        }
        return label;
    }
}
