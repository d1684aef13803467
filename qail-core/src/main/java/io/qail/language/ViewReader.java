package io.qail.language;

import io.qail.language.Token.Kind;
import io.qail.schema.ObjectName;
import io.qail.schema.View;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads views: {@code view active_users (a, b) security_invoker $$ select … $$}. */
final class ViewReader {

    private static final List<String> FLAGS = List.of("security_invoker", "security_barrier");
    private static final List<String> WORDS =
            List.of("security_invoker", "security_barrier", "check_option", "with", "as");

    private final Cursor cursor;
    private final ParameterReader parameters;

    ViewReader(Cursor cursor) {
        this.cursor = cursor;
        this.parameters = new ParameterReader(cursor);
    }

    /** Behind the word {@code view}. */
    View read(boolean materialized) {
        ObjectName name = cursor.objectName("the name of the view");
        List<String> columns = cursor.at("(") ? cursor.columnList() : List.of();
        SortedMap<String, String> options = new TreeMap<>();
        boolean more = true;
        while (more) {
            more = option(options, materialized);
        }
        cursor.acceptKeyword("as");
        return new View(name, materialized, columns, options, query());
    }

    private boolean option(SortedMap<String, String> options, boolean materialized) {
        Token place = cursor.peek();
        SortedMap<String, String> read = new TreeMap<>();
        if (cursor.acceptKeyword("with")) {
            read = parameters.parameters();
        } else if (!materialized && cursor.acceptKeyword("check_option")) {
            cursor.accept("=");
            read.put("check_option", parameters.value());
        } else if (!materialized) {
            for (String flag : FLAGS) {
                if (cursor.acceptKeyword(flag)) {
                    read.put(flag, cursor.accept("=") ? parameters.value() : "true");
                    break;
                }
            }
        }
        for (String option : read.keySet()) {
            if (options.containsKey(option)) {
                throw cursor.error(place, "the option " + option + " is set twice", null);
            }
        }
        String check = read.getOrDefault("check_option", "local");
        if (!check.equals("local") && !check.equals("cascaded")) {
            throw cursor.error(place, "check_option is local or cascaded", null);
        }
        options.putAll(read);
        return !read.isEmpty();
    }

    private String query() {
        if (cursor.peek().kind() != Kind.DOLLAR) {
            throw cursor.unexpected("the query between $$ and $$", WORDS);
        }
        Token place = cursor.peek();
        String query = withoutSemicolon(cursor.string("the query between $$ and $$"));
        if (query.isBlank()) {
            throw cursor.error(place, "there is no query between the dollars", null);
        }
        return query;
    }

    /** A semicolon would end the statement that the query is put into. */
    private static String withoutSemicolon(String query) {
        String text = query;
        while (text.stripTrailing().endsWith(";")) {
            text = text.stripTrailing();
            text = text.substring(0, text.length() - 1);
        }
        return text;
    }
}
