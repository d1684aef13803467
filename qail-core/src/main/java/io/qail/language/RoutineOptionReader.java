package io.qail.language;

import io.qail.language.Token.Kind;
import io.qail.schema.Identifier;
import io.qail.schema.RoutineOptions;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what stands between the result and the body of a function or procedure, in any order. */
final class RoutineOptionReader {

    static final List<String> WORDS = List.of(
            "language",
            "immutable",
            "stable",
            "volatile",
            "strict",
            "leakproof",
            "security_definer",
            "parallel",
            "cost",
            "rows",
            "support",
            "set",
            "window",
            "transform");

    private final Cursor cursor;
    private @Nullable String language;
    private String volatility = "volatile";
    private String parallel = "unsafe";
    private boolean window;
    private boolean strict;
    private boolean leakproof;
    private boolean definer;
    private @Nullable String cost;
    private @Nullable String rows;
    private @Nullable String support;
    private final SortedMap<String, String> settings = new TreeMap<>();
    private final List<String> transforms = new ArrayList<>();

    RoutineOptionReader(Cursor cursor) {
        this.cursor = cursor;
    }

    @Nullable
    String language() {
        return language;
    }

    /** What was read; numbers that PostgreSQL takes by itself are left out. */
    RoutineOptions options(String ofLanguage, boolean set) {
        String usualCost = Set.of("c", "internal").contains(ofLanguage) ? "1" : "100";
        return new RoutineOptions(
                window,
                volatility,
                strict,
                leakproof,
                definer,
                parallel,
                usualCost.equals(cost) ? null : cost,
                !set || "1000".equals(rows) ? null : rows,
                support,
                settings,
                transforms);
    }

    void read() {
        boolean more = true;
        while (more) {
            more = behavior() || planning() || value();
        }
    }

    private boolean behavior() {
        if (cursor.acceptKeyword("immutable")) {
            volatility = "immutable";
        } else if (cursor.acceptKeyword("stable")) {
            volatility = "stable";
        } else if (cursor.acceptKeyword("volatile")) {
            volatility = "volatile";
        } else if (cursor.acceptKeyword("strict") || cursor.acceptKeyword("returns_null_on_null_input")) {
            strict = true;
        } else if (cursor.acceptKeyword("called_on_null_input")) {
            strict = false;
        } else if (cursor.acceptKeyword("leakproof")) {
            leakproof = true;
        } else if (cursor.acceptKeyword("not_leakproof")) {
            leakproof = false;
        } else if (cursor.acceptKeyword("security_definer") || cursor.acceptKeyword("external_security_definer")) {
            definer = true;
        } else if (cursor.acceptKeyword("security_invoker") || cursor.acceptKeyword("external_security_invoker")) {
            definer = false;
        } else if (cursor.acceptKeyword("window")) {
            window = true;
        } else {
            return false;
        }
        return true;
    }

    private boolean planning() {
        if (cursor.acceptKeyword("parallel")) {
            List<String> values = List.of("safe", "restricted", "unsafe");
            parallel = cursor.word();
            if (!values.contains(parallel)) {
                throw cursor.unexpected("`safe`, `restricted` or `unsafe`", values);
            }
            cursor.next();
        } else if (cursor.acceptKeyword("cost")) {
            cost = number("the cost");
        } else if (cursor.acceptKeyword("rows")) {
            rows = number("the number of rows");
        } else if (cursor.acceptKeyword("support")) {
            support = cursor.path("the support function").stream()
                    .map(Identifier::quote)
                    .collect(Collectors.joining("."));
        } else {
            return false;
        }
        return true;
    }

    private String number(String what) {
        if (cursor.peek().kind() != Kind.NUMBER) {
            throw cursor.unexpected(what, List.of());
        }
        Token place = cursor.next();
        String text = cursor.text(place);
        // A number of a hundred digits would be written out with a million zeros.
        if (text.length() > 20 || text.toLowerCase(Locale.ROOT).indexOf('e') >= 0) {
            throw cursor.error(place, what + " must be a plain number", null);
        }
        try {
            return new BigDecimal(text).stripTrailingZeros().toPlainString();
        } catch (NumberFormatException e) {
            throw cursor.error(place, what + " must be a number", null);
        }
    }

    private boolean value() {
        boolean transform = cursor.atKeyword("transform") && !cursor.atLineEnd();
        if (cursor.acceptKeyword("language")) {
            language = cursor.peek().kind() == Kind.STRING
                    ? cursor.string("a language").toLowerCase(Locale.ROOT)
                    : cursor.name("a language");
        } else if (cursor.acceptKeyword("set")) {
            setting();
        } else if (transform && cursor.acceptKeyword("transform")) {
            do {
                cursor.expectKeyword("for_type");
                transforms.add(
                        ArgumentReader.ofRoutine(new TypeReader(cursor).read()).sql());
            } while (cursor.accept(","));
        } else {
            return false;
        }
        return true;
    }

    private void setting() {
        Token place = cursor.peek();
        String name = cursor.path("the name of a setting").stream().collect(Collectors.joining("."));
        if (!cursor.accept("=") && !cursor.acceptKeyword("to")) {
            throw cursor.atKeyword("from")
                    ? cursor.error(cursor.peek(), "the value of the setting must be written", "write `= 'value'`")
                    : cursor.unexpected("`=` and the value of the setting", List.of("to"));
        }
        List<String> values = new ArrayList<>();
        do {
            values.add(new ParameterReader(cursor).value());
        } while (cursor.accept(","));
        String value = RoutineOptions.isNameList(name)
                ? values.stream().map(RoutineOptions::settingValue).collect(Collectors.joining(", "))
                : RoutineOptions.settingValue(String.join(", ", values));
        if (settings.put(name, value) != null) {
            throw cursor.error(place, "the setting " + name + " comes twice", null);
        }
    }
}
