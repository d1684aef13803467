package io.qail.language;

import io.qail.schema.CheckConstraint;
import io.qail.schema.CompositeType;
import io.qail.schema.DataType;
import io.qail.schema.Domain;
import io.qail.schema.Expression;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads domains and composite types. */
final class TypeDeclarationReader {

    private static final List<String> WORDS =
            List.of("collate", "default", "not_null", "null", "check", "constraint", "check_name");

    private final Cursor cursor;
    private final Recovery recovery;
    private final TypeReader types;

    TypeDeclarationReader(Cursor cursor, Recovery recovery) {
        this.cursor = cursor;
        this.recovery = recovery;
        this.types = new TypeReader(cursor);
    }

    /** Behind the word {@code domain}: {@code positive_int integer default 1 not_null check (value > 0) check_name ck}. */
    Domain domain() {
        ObjectName name = cursor.objectName("the name of the domain");
        if (cursor.atKeyword("as")) {
            cursor.next();
        }
        DataType type = types.read();
        ObjectName collation = null;
        Expression value = null;
        boolean notNull = false;
        List<CheckConstraint> checks = new ArrayList<>();
        while (WORDS.stream().anyMatch(cursor::atKeyword)) {
            Token place = cursor.peek();
            if (cursor.acceptKeyword("collate")) {
                once(collation == null, place);
                collation = new KeyReader(cursor).collation();
            } else if (cursor.acceptKeyword("default")) {
                once(value == null, place);
                value = new ColumnReader(cursor).defaultValue();
            } else if (cursor.acceptKeyword("not_null")) {
                notNull = true;
            } else if (cursor.acceptKeyword("null")) {
                once(!notNull, place);
            } else {
                check(checks);
            }
        }
        if (!cursor.atLineEnd()) {
            throw cursor.unexpected("the end of the line", WORDS);
        }
        return new Domain(name, type, collation, value, notNull, named(name.name(), checks));
    }

    private void check(List<CheckConstraint> checks) {
        Token place = cursor.peek();
        if (cursor.acceptKeyword("check_name")) {
            int last = checks.size() - 1;
            if (last < 0 || !checks.get(last).name().isEmpty()) {
                throw cursor.error(place, "`check_name` stands behind a check that has no name yet", null);
            }
            checks.set(last, checks.get(last).withName(cursor.name("the name of the check")));
            return;
        }
        String name = cursor.acceptKeyword("constraint") ? cursor.name("the name of the check") : "";
        cursor.expectKeyword("check");
        checks.add(new CheckConstraint(name, new SqlReader(cursor).parenthesised("a condition"), false));
    }

    /** Those without a name get the one that PostgreSQL gives them. */
    private List<CheckConstraint> named(String domain, List<CheckConstraint> checks) {
        Set<String> taken = new HashSet<>();
        for (CheckConstraint check : checks) {
            if (!check.name().isEmpty() && !taken.add(check.name())) {
                throw cursor.error(
                        cursor.peek(), "the domain has two checks named " + Identifier.quote(check.name()), null);
            }
        }
        List<CheckConstraint> named = new ArrayList<>();
        int number = 0;
        for (CheckConstraint check : checks) {
            String name = check.name();
            while (name.isEmpty() || (check.name().isEmpty() && taken.contains(name))) {
                name = Identifier.generated(domain, "", "check" + (number == 0 ? "" : number));
                number++;
            }
            taken.add(name);
            named.add(check.withName(name));
        }
        return named;
    }

    /** Behind the word {@code type}: {@code address { street text, city text collate "C" }}. */
    CompositeType composite() {
        ObjectName name = cursor.objectName("the name of the type");
        if (cursor.atKeyword("as")) {
            cursor.next();
        }
        List<CompositeType.Attribute> attributes = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Token open = cursor.peek();
        cursor.expect("{");
        while (!cursor.accept("}")) {
            if (cursor.atEnd()) {
                throw cursor.error(open, "this block is never closed", "add the closing }");
            }
            recovery.attempt(() -> attribute(attributes, names), token -> token.firstOfLine() || cursor.is(token, ","));
        }
        return new CompositeType(name, attributes);
    }

    private void attribute(List<CompositeType.Attribute> attributes, Set<String> names) {
        if (cursor.accept(",")) {
            return;
        }
        Token place = cursor.peek();
        String name = cursor.firstName("the name of an attribute");
        DataType type = types.read();
        ObjectName collation = cursor.acceptKeyword("collate") ? new KeyReader(cursor).collation() : null;
        if (!cursor.atItemEnd()) {
            throw cursor.unexpected("a comma or the end of the line", List.of("collate"));
        }
        if (!names.add(name)) {
            throw cursor.error(place, "the attribute " + Identifier.quote(name) + " comes twice", null);
        }
        if (names.size() > 1600) {
            throw cursor.error(place, "PostgreSQL allows at most 1600 attributes", null);
        }
        attributes.add(new CompositeType.Attribute(name, type, collation));
    }

    private void once(boolean first, Token place) {
        if (!first) {
            throw cursor.error(place, cursor.shown(place) + " comes twice", null);
        }
    }
}
