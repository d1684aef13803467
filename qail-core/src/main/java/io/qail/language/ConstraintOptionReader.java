package io.qail.language;

import io.qail.schema.CheckConstraint;
import io.qail.schema.Constraint;
import io.qail.schema.Deferrability;
import io.qail.schema.ExclusionConstraint;
import io.qail.schema.ForeignKey;
import io.qail.schema.PrimaryKey;
import io.qail.schema.ReferentialAction;
import io.qail.schema.UniqueConstraint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads what stands behind a constraint and belongs to it. */
final class ConstraintOptionReader {

    /** Legal behind a constraint in a column and on a line of its own. */
    static final List<String> WORDS = List.of(
            "on_delete",
            "on_update",
            "match_full",
            "match_simple",
            "deferrable",
            "not_deferrable",
            "initially_deferred",
            "initially_immediate",
            "nulls_not_distinct",
            "no_inherit",
            "check_name");

    /** Legal on a line of its own only; in a column the first of them names the constraint to come. */
    private static final List<String> LINE_WORDS = List.of("constraint", "name", "include");

    private static final List<String> ACTIONS = List.of("cascade", "set_null", "set_default", "restrict", "no_action");

    private final Cursor cursor;

    ConstraintOptionReader(Cursor cursor) {
        this.cursor = cursor;
    }

    boolean atOption() {
        return WORDS.stream().anyMatch(cursor::atKeyword);
    }

    /** The constraint with the option that stands next. */
    Constraint read(Constraint constraint, boolean line) {
        Token place = cursor.peek();
        if (line && (cursor.acceptKeyword("constraint") || cursor.acceptKeyword("name"))) {
            return named(constraint, place);
        }
        if (line && cursor.acceptKeyword("include")) {
            return include(constraint, place);
        }
        if (cursor.acceptKeyword("check_name")) {
            if (!(constraint instanceof CheckConstraint)) {
                throw cursor.error(
                        place, "`check_name` stands behind a check", "write `constraint` and the name in front");
            }
            return named(constraint, place);
        }
        if (cursor.acceptKeyword("no_inherit") && constraint instanceof CheckConstraint check) {
            return new CheckConstraint(check.name(), check.expression(), true);
        }
        if (cursor.acceptKeyword("nulls_not_distinct") && constraint instanceof UniqueConstraint unique) {
            return unique.withNullsNotDistinct();
        }
        if (!cursor.peek().equals(place)) {
            throw misplaced(place);
        }
        ForeignKey changed = constraint instanceof ForeignKey key ? foreignKey(key) : null;
        return changed == null ? deferrability(constraint, place, line) : changed;
    }

    private SyntaxError misplaced(Token place) {
        return cursor.error(place, cursor.shown(place) + " does not belong to the constraint in front of it", null);
    }

    private Constraint named(Constraint constraint, Token place) {
        if (!constraint.name().isEmpty()) {
            throw cursor.error(place, "the constraint has a name already", null);
        }
        return constraint.withName(cursor.name("the name of the constraint"));
    }

    private Constraint include(Constraint constraint, Token place) {
        if (constraint instanceof PrimaryKey key) {
            return key.withInclude(cursor.columnList());
        }
        if (constraint instanceof UniqueConstraint key) {
            return key.withInclude(cursor.columnList());
        }
        throw misplaced(place);
    }

    private @Nullable ForeignKey foreignKey(ForeignKey key) {
        if (cursor.acceptKeyword("on_delete")) {
            return onDelete(key, action());
        }
        if (cursor.acceptKeyword("on_update")) {
            return with(key, action(), key.matchFull(), key.deferrability());
        }
        if (cursor.acceptKeyword("match_full")) {
            return with(key, key.onUpdate(), true, key.deferrability());
        }
        if (cursor.acceptKeyword("match_simple")) {
            return with(key, key.onUpdate(), false, key.deferrability());
        }
        return null;
    }

    /** {@code on delete set null (a, b)}: not every column of the key need be set. */
    private ForeignKey onDelete(ForeignKey key, ReferentialAction action) {
        boolean sets = action == ReferentialAction.SET_NULL || action == ReferentialAction.SET_DEFAULT;
        List<String> set = List.of();
        Token place = cursor.peek();
        if (sets && !cursor.atLineEnd() && cursor.at("(")) {
            set = cursor.columnList();
            if (!key.columns().containsAll(set)) {
                throw cursor.error(place, "only columns of the foreign key can be set", null);
            }
        }
        // All columns, in whichever order, are what is meant without the list.
        List<String> some = set.size() == key.columns().size() ? List.of() : set;
        return new ForeignKey(
                key.name(),
                key.columns(),
                key.target(),
                key.targetColumns(),
                action,
                key.onUpdate(),
                key.matchFull(),
                key.deferrability(),
                some,
                key.period());
    }

    private ReferentialAction action() {
        for (ReferentialAction action : ReferentialAction.values()) {
            if (cursor.acceptKeyword(action.name().toLowerCase(Locale.ROOT))) {
                return action;
            }
        }
        throw cursor.unexpected("what happens to the row: " + String.join(", ", ACTIONS), ACTIONS);
    }

    private Constraint deferrability(Constraint constraint, Token place, boolean line) {
        Deferrability wanted = switch (deferrable()) {
            case "deferrable" ->
                current(constraint) == Deferrability.INITIALLY_DEFERRED
                        ? Deferrability.INITIALLY_DEFERRED
                        : Deferrability.DEFERRABLE;
            case "initially_immediate" ->
                current(constraint) == Deferrability.NOT_DEFERRABLE
                        ? Deferrability.NOT_DEFERRABLE
                        : Deferrability.DEFERRABLE;
            case "initially_deferred" -> Deferrability.INITIALLY_DEFERRED;
            case "not_deferrable" -> Deferrability.NOT_DEFERRABLE;
            default -> {
                List<String> words = new ArrayList<>(WORDS);
                words.addAll(line ? LINE_WORDS : List.of());
                if (words.stream().anyMatch(cursor::atKeyword)) {
                    throw misplaced(place);
                }
                throw cursor.unexpected("the end of the line or an option of the constraint", words);
            }
        };
        if (constraint instanceof CheckConstraint) {
            throw cursor.error(place, "a check is always tested at once", "leave it out");
        }
        return with(constraint, wanted);
    }

    private String deferrable() {
        return List.of("deferrable", "not_deferrable", "initially_deferred", "initially_immediate").stream()
                .filter(cursor::acceptKeyword)
                .findFirst()
                .orElse("");
    }

    private static Deferrability current(Constraint constraint) {
        if (constraint instanceof PrimaryKey key) {
            return key.deferrability();
        }
        if (constraint instanceof UniqueConstraint key) {
            return key.deferrability();
        }
        if (constraint instanceof ForeignKey key) {
            return key.deferrability();
        }
        return constraint instanceof ExclusionConstraint exclusion
                ? exclusion.deferrability()
                : Deferrability.NOT_DEFERRABLE;
    }

    private static Constraint with(Constraint constraint, Deferrability other) {
        if (constraint instanceof PrimaryKey key) {
            return key.withDeferrability(other);
        }
        if (constraint instanceof UniqueConstraint key) {
            return key.withDeferrability(other);
        }
        if (constraint instanceof ForeignKey key) {
            return with(key, key.onUpdate(), key.matchFull(), other);
        }
        if (constraint instanceof ExclusionConstraint key) {
            return new ExclusionConstraint(key.name(), key.method(), key.elements(), key.where(), other);
        }
        return constraint;
    }

    private static ForeignKey with(
            ForeignKey key, ReferentialAction onUpdate, boolean matchFull, Deferrability deferrability) {
        return new ForeignKey(
                key.name(),
                key.columns(),
                key.target(),
                key.targetColumns(),
                key.onDelete(),
                onUpdate,
                matchFull,
                deferrability,
                key.onDeleteColumns(),
                key.period());
    }
}
