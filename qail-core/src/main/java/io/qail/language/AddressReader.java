package io.qail.language;

import io.qail.language.Token.Kind;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what points at an object: its kind, which may be left out for tables and columns, and its name. */
final class AddressReader {

    private static final Map<String, ObjectKind> KINDS = new LinkedHashMap<>();

    static {
        for (ObjectKind kind : ObjectKind.values()) {
            if (kind != ObjectKind.DEFAULT_PRIVILEGES) {
                KINDS.put(kind.name().toLowerCase(Locale.ROOT), kind);
            }
        }
        // Which of the three kinds of type it is, only the whole schema can tell.
        KINDS.put("type", ObjectKind.ENUM);
    }

    private final Cursor cursor;

    AddressReader(Cursor cursor) {
        this.cursor = cursor;
    }

    /** The kind that is written in front of a name, which it takes, or null; a table may be called like a kind. */
    @Nullable
    ObjectKind kind() {
        if (cursor.atKeyword("materialized_view")) {
            cursor.acceptKeyword("materialized_view");
            return ObjectKind.MATERIALIZED_VIEW;
        }
        ObjectKind kind = KINDS.get(cursor.word());
        Token second = cursor.peekSecond();
        if (kind == null || second.firstOfLine() || !Cursor.isName(second)) {
            return null;
        }
        boolean last = cursor.lexer().next(second.end()).firstOfLine();
        boolean endsStatement = second.kind() == Kind.QUOTED
                ? cursor.endOfPrevious() > 0 && last && isComment()
                : last && List.of("confirm", "null").contains(cursor.wordOf(second));
        if (endsStatement || List.of("to", "from", "is").contains(cursor.wordOf(second))) {
            return null;
        }
        cursor.next();
        return kind;
    }

    /** Whether the word in front is the {@code on} of a comment, whose text may be in double quotes. */
    private boolean isComment() {
        return cursor.lexer().text.regionMatches(true, Math.max(0, cursor.endOfPrevious() - 2), "on", 0, 2);
    }

    /** What stands behind the kind. A routine without parentheses has no member: the only one of that name is meant. */
    ObjectAddress address(@Nullable ObjectKind written) {
        Token place = cursor.peek();
        List<String> path = cursor.path("the name of an object");
        ObjectKind kind = written == null ? (path.size() == 1 ? ObjectKind.TABLE : ObjectKind.COLUMN) : written;
        return switch (kind) {
            case COLUMN -> member(kind, place, path, "a column");
            case CONSTRAINT, TRIGGER, POLICY -> {
                String what = "a " + kind.name().toLowerCase(Locale.ROOT);
                if (path.size() == 1 && cursor.acceptKeyword("on")) {
                    if (kind == ObjectKind.CONSTRAINT
                            && cursor.atKeyword("domain")
                            && Cursor.isName(cursor.peekSecond())) {
                        cursor.next();
                    }
                    yield new ObjectAddress(kind, cursor.objectName("the table of " + what.substring(2)), path.get(0));
                }
                yield member(kind, place, path, what);
            }
            case SCHEMA, EXTENSION -> {
                if (path.size() > 1) {
                    throw cursor.error(place, "this name takes no dots", null);
                }
                yield ObjectAddress.of(kind, ObjectName.global(path.get(0)));
            }
            case FUNCTION, PROCEDURE, AGGREGATE -> {
                ObjectName name = name(place, path);
                boolean given = !cursor.atLineEnd() && cursor.at("(");
                yield new ObjectAddress(
                        kind, name, given ? new ArgumentReader(cursor).read().signature() : null);
            }
            default -> ObjectAddress.of(kind, name(place, path));
        };
    }

    private ObjectAddress member(ObjectKind kind, Token place, List<String> path, String what) {
        Cursor.Member member = cursor.member(place, path, what);
        return new ObjectAddress(kind, member.table(), member.name());
    }

    /** The name of an object whose path is read already. */
    ObjectName name(Token place, List<String> path) {
        return switch (path.size()) {
            case 1 -> ObjectName.of(cursor.defaultSchema(), path.get(0));
            case 2 -> ObjectName.of(path.get(0), path.get(1));
            default -> throw cursor.error(place, "too many dots in this name", "write `schema.name`");
        };
    }
}
