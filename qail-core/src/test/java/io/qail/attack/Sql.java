package io.qail.attack;

import java.util.Collection;
import java.util.stream.Collectors;

/** Names as SQL, and as the language, has them. */
final class Sql {

    private Sql() {}

    static String name(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String names(Collection<String> names) {
        return names.stream().map(Sql::name).collect(Collectors.joining(", "));
    }
}
