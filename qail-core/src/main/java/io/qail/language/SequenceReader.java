package io.qail.language;

import io.qail.schema.ObjectName;
import io.qail.schema.Sequence;
import io.qail.schema.SequenceOptions;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the options of sequences and identity columns and makes every one of them concrete. */
final class SequenceReader {

    private static final Set<String> TYPES = Set.of("smallint", "integer", "bigint");
    private static final List<String> WORDS = List.of(
            "start",
            "increment",
            "minvalue",
            "maxvalue",
            "no_minvalue",
            "no_maxvalue",
            "cache",
            "cycle",
            "no_cycle",
            "owned_by",
            "as");

    private final Cursor cursor;

    SequenceReader(Cursor cursor) {
        this.cursor = cursor;
    }

    /** What was written; null for what was not. */
    private static final class Draft {
        @Nullable
        Long start;

        @Nullable
        Long minimum;

        @Nullable
        Long maximum;

        long increment = 1;
        long cache = 1;
        boolean cycle;
        String type = "bigint";
        Sequence.@Nullable Owner owner;
    }

    /** The name and the options in braces, which may be missing. */
    Sequence declaration(Recovery recovery) {
        Token place = cursor.peek();
        ObjectName name = cursor.objectName("the name of the sequence");
        Draft draft = new Draft();
        Token open = cursor.peek();
        boolean whole = true;
        if (cursor.accept("{")) {
            while (!cursor.accept("}")) {
                if (cursor.atEnd()) {
                    throw cursor.error(open, "this block is never closed", "add the closing }");
                }
                if (!cursor.accept(",")) {
                    whole &= recovery.attempt(() -> option(draft, true), Token::firstOfLine);
                }
            }
        }
        if (!whole) {
            return new Sequence(name, draft.type, SequenceOptions.defaults(draft.type), draft.owner);
        }
        return new Sequence(name, draft.type, concrete(draft, place), draft.owner);
    }

    /** The options of an identity column in parentheses, which may be missing. */
    SequenceOptions ofIdentity(String type, Token place) {
        Draft draft = new Draft();
        draft.type = type;
        if (!cursor.atLineEnd() && cursor.accept("(")) {
            while (!cursor.accept(")")) {
                if (!cursor.accept(",")) {
                    option(draft, false);
                }
            }
        }
        return concrete(draft, place);
    }

    private void option(Draft draft, boolean standalone) {
        if (cursor.acceptKeyword("start")) {
            cursor.acceptKeyword("with");
            draft.start = cursor.number("the start value");
        } else if (cursor.acceptKeyword("increment")) {
            cursor.acceptKeyword("by");
            draft.increment = cursor.number("the increment");
        } else if (cursor.acceptKeyword("minvalue")) {
            draft.minimum = cursor.number("the smallest value");
        } else if (cursor.acceptKeyword("maxvalue")) {
            draft.maximum = cursor.number("the largest value");
        } else if (cursor.acceptKeyword("no_minvalue")) {
            draft.minimum = null;
        } else if (cursor.acceptKeyword("no_maxvalue")) {
            draft.maximum = null;
        } else if (cursor.acceptKeyword("cache")) {
            draft.cache = cursor.number("the cache size");
        } else if (cursor.acceptKeyword("cycle")) {
            draft.cycle = true;
        } else if (cursor.acceptKeyword("no_cycle")) {
            draft.cycle = false;
        } else if (standalone && cursor.acceptKeyword("owned_by")) {
            Cursor.Member member = cursor.member("the column that owns the sequence");
            draft.owner = new Sequence.Owner(member.table(), member.name());
        } else if (standalone && cursor.acceptKeyword("as")) {
            draft.type = type();
        } else {
            throw unknown();
        }
    }

    private SyntaxError unknown() {
        Token place = cursor.peek();
        return cursor.atEnd()
                ? cursor.unexpected("an option of the sequence or its end", List.of())
                : cursor.error(
                        place,
                        cursor.shown(place) + " is no option of a sequence",
                        Suggestion.didYouMean(cursor.text(place), WORDS));
    }

    private String type() {
        Token place = cursor.peek();
        String type = new TypeReader(cursor).read().sql();
        if (!TYPES.contains(type)) {
            throw cursor.error(place, "a sequence cannot be of type " + type, "use smallint, integer or bigint");
        }
        return type;
    }

    private SequenceOptions concrete(Draft draft, Token place) {
        SequenceOptions defaults = SequenceOptions.defaults(draft.type, draft.increment);
        SequenceOptions widest = SequenceOptions.defaults(draft.type, -draft.increment);
        long lowest = Math.min(defaults.minValue(), widest.minValue());
        long highest = Math.max(defaults.maxValue(), widest.maxValue());
        long minimum = draft.minimum == null ? defaults.minValue() : draft.minimum;
        long maximum = draft.maximum == null ? defaults.maxValue() : draft.maximum;
        long first = draft.increment < 0 ? maximum : minimum;
        long start = draft.start == null ? first : draft.start;
        if (draft.increment == 0) {
            throw cursor.error(place, "the increment of a sequence cannot be 0", null);
        }
        if (minimum >= maximum || minimum < lowest || maximum > highest) {
            throw cursor.error(
                    place,
                    "the values of a " + draft.type + " sequence must lie between " + lowest + " and " + highest
                            + ", the smallest below the largest",
                    null);
        }
        if (start < minimum || start > maximum) {
            throw cursor.error(
                    place, "the start value " + start + " is not between " + minimum + " and " + maximum, null);
        }
        if (draft.cache < 1) {
            throw cursor.error(place, "the cache of a sequence must be at least 1", null);
        }
        return new SequenceOptions(start, draft.increment, minimum, maximum, draft.cache, draft.cycle);
    }
}
