package io.qail.language;

import io.qail.schema.Constraint;
import io.qail.schema.DataType;
import io.qail.schema.Deferrability;
import io.qail.schema.Expression;
import io.qail.schema.Generated;
import io.qail.schema.Identity;
import io.qail.schema.PrimaryKey;
import io.qail.schema.UniqueConstraint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a column's type and options: {@code varchar(32) not_null unique}. */
final class ColumnReader {

    private static final List<String> OPTIONS = List.of(
            "primary_key",
            "not_null",
            "nullable",
            "unique",
            "default",
            "generated_identity",
            "generated_by_default_identity",
            "generated_stored",
            "generated_virtual",
            "references",
            "check",
            "constraint",
            "collate",
            "storage",
            "compression");

    private static final List<String> REMOVALS = List.of("no_default", "no_identity", "no_generated");

    /** Every word that ends an unparenthesised default. */
    private static final List<String> WORDS = new ArrayList<>(OPTIONS);

    static {
        WORDS.addAll(REMOVALS);
        WORDS.addAll(ConstraintOptionReader.WORDS);
        WORDS.addAll(List.of("generated_always", "generated_by_default"));
    }

    private static final Set<String> STORAGES = Set.of("plain", "external", "extended", "main");
    private static final Set<String> COMPRESSIONS = Set.of("pglz", "lz4");
    private static final Set<String> INTEGERS = Set.of("smallint", "integer", "bigint");

    private final Cursor cursor;
    private final SqlReader sql;
    private final TypeReader types;
    private final ConstraintReader constraints;

    ColumnReader(Cursor cursor) {
        this.cursor = cursor;
        this.sql = new SqlReader(cursor);
        this.types = new TypeReader(cursor);
        this.constraints = new ConstraintReader(cursor);
    }

    static boolean isOption(String word) {
        return WORDS.contains(word);
    }

    /** Whether an option, and not a type, stands next. */
    boolean atOption() {
        return WORDS.stream().anyMatch(cursor::atKeyword);
    }

    /** The type and options of a new column. */
    ColumnDraft read(Token place, String name) {
        ColumnDraft draft = new ColumnDraft(place, name, false);
        if (atOption()) {
            throw cursor.unexpected("the type of column " + name, List.of());
        }
        draft.type = types.serial();
        if (draft.type != null) {
            draft.serial = true;
            draft.notNull = true;
        } else {
            draft.type = types.read();
        }
        options(draft);
        return draft;
    }

    /** What is written about an existing column. */
    ColumnDraft readAltered(Token place, String name) {
        ColumnDraft draft = new ColumnDraft(place, name, true);
        if (!cursor.atLineEnd() && !atOption()) {
            if (cursor.word().equals("type") && Cursor.isName(cursor.peekSecond())) {
                cursor.next();
            }
            draft.type = types.read();
        }
        options(draft);
        if (cursor.endOfPrevious() == place.end()) {
            throw cursor.unexpected("a type or an option", OPTIONS);
        }
        return draft;
    }

    private void options(ColumnDraft draft) {
        while (!cursor.atItemEnd()) {
            // QAIL's short form joins type and options by colons.
            cursor.accept(":");
            Token place = cursor.peek();
            if (!(value(draft, place) || nullness(draft, place) || generation(draft, place) || constraint(draft))) {
                throw unknown(draft);
            }
        }
        checkTogether(draft);
    }

    private SyntaxError unknown(ColumnDraft draft) {
        List<String> words = new ArrayList<>(OPTIONS);
        words.addAll(ConstraintOptionReader.WORDS);
        words.addAll(draft.altered ? REMOVALS : List.of());
        if (ConstraintOptionReader.WORDS.stream().anyMatch(cursor::atKeyword)) {
            return cursor.error(
                    cursor.peek(),
                    cursor.shown(cursor.peek())
                            + " belongs to a constraint, and the one in front of it, if any, cannot have it",
                    null);
        }
        if (atOption()) {
            return cursor.error(
                    cursor.peek(), cursor.shown(cursor.peek()) + " is for `alter` in a versioned script", null);
        }
        return cursor.unexpected("an option of column " + draft.name + " or the end of the line", words);
    }

    private boolean value(ColumnDraft draft, Token place) {
        if (cursor.acceptKeyword("default")) {
            once(draft.defaultValue == null && !draft.dropDefault && !draft.serial, place, "a default");
            draft.defaultValue = defaultValue();
        } else if (draft.altered && cursor.acceptKeyword("no_default")) {
            once(draft.defaultValue == null, place, "a default");
            draft.dropDefault = true;
        } else if (cursor.acceptKeyword("collate")) {
            once(draft.collation == null, place, "a collation");
            draft.collation = new KeyReader(cursor).collation();
        } else if (cursor.acceptKeyword("storage")) {
            draft.storage = oneOf(STORAGES, "a storage");
        } else if (cursor.acceptKeyword("compression")) {
            draft.compression = oneOf(COMPRESSIONS, "a compression");
        } else {
            return false;
        }
        return true;
    }

    /** Behind the word {@code default}. */
    Expression defaultValue() {
        Token place = cursor.peek();
        Expression written = sql.bare("an expression", this::isOptionAt);
        String text = written.text();
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.endsWith(" is") || lower.endsWith(" and") || lower.endsWith(" or")) {
            throw cursor.error(place, "it is not clear where this default ends", "put it into parentheses");
        }
        return lower.replaceAll("\\s", "").equals("uuid()") ? new Expression("gen_random_uuid()") : written;
    }

    /** Whether the text can stand behind {@code default} without parentheses around it. */
    static boolean readsDefault(String text) {
        try {
            ColumnReader reader = new ColumnReader(Cursor.over("default " + text + " not_null"));
            reader.cursor.next();
            return reader.defaultValue().text().equals(text);
        } catch (SyntaxError error) {
            return false;
        }
    }

    private boolean isOptionAt(Token token) {
        String word = cursor.wordOf(token);
        if (word.isEmpty()) {
            return false;
        }
        if (WORDS.contains(word)) {
            return true;
        }
        String two = word + "_" + cursor.wordOf(cursor.lexer().next(token.end()));
        return WORDS.contains(two) || two.equals("generated_always") || two.equals("generated_by");
    }

    private String oneOf(Set<String> values, String what) {
        String value = cursor.word();
        if (!values.contains(value)) {
            throw cursor.unexpected(
                    what + ": " + String.join(", ", values.stream().sorted().toList()), values);
        }
        cursor.next();
        return value;
    }

    private boolean nullness(ColumnDraft draft, Token place) {
        if (cursor.acceptKeyword("not_null")) {
            once(!Boolean.FALSE.equals(draft.notNull), place, "`nullable`");
            draft.notNull = true;
        } else if (cursor.acceptKeyword("nullable") || cursor.acceptKeyword("null")) {
            once(!Boolean.TRUE.equals(draft.notNull), place, "`not_null`");
            draft.notNull = false;
        } else {
            return false;
        }
        return true;
    }

    private boolean generation(ColumnDraft draft, Token place) {
        if (cursor.acceptKeyword("generated_identity") || cursor.acceptKeyword("generated_always_as_identity")) {
            identity(draft, true, place);
        } else if (cursor.acceptKeyword("generated_by_default_identity")
                || cursor.acceptKeyword("generated_by_default_as_identity")) {
            identity(draft, false, place);
        } else if (cursor.acceptKeyword("generated_stored")) {
            generated(draft, true, place);
        } else if (cursor.acceptKeyword("generated_virtual")) {
            generated(draft, false, place);
        } else if (cursor.acceptKeyword("generated_always_as")) {
            once(draft.generated == null, place, "a generation");
            Expression expression = sql.parenthesised("an expression");
            boolean stored = cursor.acceptKeyword("stored");
            if (!stored) {
                cursor.expectKeyword("virtual");
            }
            draft.generated = new Generated(expression, stored);
        } else if (draft.altered && cursor.acceptKeyword("no_identity")) {
            draft.dropIdentity = true;
        } else if (draft.altered && cursor.acceptKeyword("no_generated")) {
            draft.dropGenerated = true;
        } else {
            return false;
        }
        return true;
    }

    private void generated(ColumnDraft draft, boolean stored, Token place) {
        once(draft.generated == null, place, "a generation");
        draft.generated = new Generated(sql.parenthesised("an expression"), stored);
    }

    private void identity(ColumnDraft draft, boolean always, Token place) {
        once(draft.identity == null, place, "an identity");
        DataType type = draft.type;
        if (type == null) {
            throw cursor.error(
                    place,
                    "the type of an identity column must be written",
                    "write `alter " + "T." + draft.name + " bigint generated_identity`");
        }
        if (!INTEGERS.contains(type.sql())) {
            throw cursor.error(
                    place, "an identity column cannot be of type " + type, "use smallint, integer or bigint");
        }
        draft.identity = new Identity(always, new SequenceReader(cursor).ofIdentity(type.name(), place));
        if (!Boolean.FALSE.equals(draft.notNull)) {
            draft.notNull = true;
        }
    }

    private boolean constraint(ColumnDraft draft) {
        String name = "";
        Token place = cursor.peek();
        if (cursor.acceptKeyword("constraint")) {
            name = cursor.name("the name of the constraint");
        }
        Constraint constraint = beginning(draft);
        if (constraint != null) {
            draft.constraints.add(constraint.withName(name));
            return true;
        }
        if (!name.isEmpty() && cursor.acceptKeyword("not_null")) {
            once(!Boolean.FALSE.equals(draft.notNull), place, "`nullable`");
            draft.notNull = true;
            draft.notNullName = name;
            return true;
        }
        if (!name.isEmpty()) {
            throw cursor.error(
                    place, "`constraint` names the primary_key, unique, check, references or not_null behind it", null);
        }
        int last = draft.constraints.size() - 1;
        Constraint changed = last < 0 ? null : constraints.option(draft.constraints.get(last));
        if (changed != null) {
            draft.constraints.set(last, changed);
        }
        return changed != null;
    }

    private @Nullable Constraint beginning(ColumnDraft draft) {
        List<String> column = List.of(draft.name);
        if (cursor.acceptKeyword("primary_key") || acceptShortForm("pk")) {
            return new PrimaryKey("", column, List.of(), Deferrability.NOT_DEFERRABLE);
        }
        if (cursor.acceptKeyword("unique")) {
            return new UniqueConstraint("", column, List.of(), false, Deferrability.NOT_DEFERRABLE);
        }
        if (cursor.acceptKeyword("check")) {
            return constraints.check();
        }
        Token place = cursor.peek();
        return cursor.acceptKeyword("references") ? constraints.references(new KeyColumns(column, false), place) : null;
    }

    /** QAIL's short words, which it has behind a colon only. */
    private boolean acceptShortForm(String word) {
        return cursor.lexer().text.startsWith(":", cursor.endOfPrevious() - 1) && cursor.acceptKeyword(word);
    }

    private void checkTogether(ColumnDraft draft) {
        boolean primary = draft.constraints.stream().anyMatch(PrimaryKey.class::isInstance);
        if (Boolean.FALSE.equals(draft.notNull) && (primary || draft.identity != null)) {
            throw cursor.error(draft.place, "a column of a primary key or identity cannot be nullable", null);
        }
        int sources = (draft.defaultValue != null || draft.serial ? 1 : 0)
                + (draft.identity != null ? 1 : 0)
                + (draft.generated != null ? 1 : 0);
        if (sources > 1) {
            throw cursor.error(
                    draft.place,
                    "a column has a default, an identity or a generation expression, only one of them",
                    null);
        }
        if (primary) {
            draft.notNull = true;
        }
    }

    private void once(boolean first, Token place, String what) {
        if (!first) {
            throw cursor.error(place, "the column has " + what + " already", null);
        }
    }
}
