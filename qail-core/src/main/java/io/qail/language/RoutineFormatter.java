package io.qail.language;

import io.qail.schema.Aggregate;
import io.qail.schema.Argument;
import io.qail.schema.Argument.Mode;
import io.qail.schema.Expression;
import io.qail.schema.Identifier;
import io.qail.schema.Parameters;
import io.qail.schema.Routine;
import io.qail.schema.RoutineOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes functions, procedures and aggregates. */
final class RoutineFormatter {

    /** Names that would be read as the first word of a type or of something else. */
    private static final Set<String> NOT_BARE = Set.of("double", "by");

    private final String defaultSchema;
    private final TypeFormatter types;

    RoutineFormatter(String defaultSchema, TypeFormatter types) {
        this.defaultSchema = defaultSchema;
        this.types = types;
    }

    String format(Routine routine) {
        List<Argument> table = routine.arguments().stream()
                .filter(argument -> argument.mode() == Mode.TABLE)
                .toList();
        List<Argument> given = routine.arguments().stream()
                .filter(argument -> argument.mode() != Mode.TABLE)
                .toList();
        StringBuilder text = new StringBuilder(routine.procedure() ? "procedure " : "function ")
                .append(routine.name().display(defaultSchema))
                .append('(')
                .append(arguments(given))
                .append(')');
        if (!table.isEmpty()) {
            text.append(" returns table (").append(arguments(table)).append(')');
        } else if (routine.returns() != null) {
            text.append(routine.returns().setOf() ? " returns setof " : " returns ")
                    .append(types.type(routine.returns().type()));
        }
        text.append(" language ").append(Identifier.quote(routine.language()));
        options(routine.options()).forEach(option -> text.append(' ').append(option));
        return text.append(' ').append(body(routine)).toString();
    }

    private static String body(Routine routine) {
        if (!routine.standardBody()) {
            return StringLiteral.dollars(routine.body());
        }
        return RoutineReader.readsStandardBody(routine.body())
                ? routine.body()
                : "standard_body " + StringLiteral.dollars(routine.body());
    }

    private String arguments(List<Argument> arguments) {
        return arguments.stream().map(this::argument).collect(Collectors.joining(", "));
    }

    private String argument(Argument argument) {
        String name = argument.name();
        Expression value = argument.defaultValue();
        return argument.mode().sql().toLowerCase(Locale.ROOT)
                + (name == null ? "" : quote(name) + " ")
                + types.type(argument.type())
                + (value == null ? "" : " default " + defaultValue(value));
    }

    private static String quote(String name) {
        return NOT_BARE.contains(name) ? '"' + name + '"' : Identifier.quote(name);
    }

    private static String defaultValue(Expression value) {
        return ArgumentReader.readsDefault(value.text()) ? value.text() : "(" + value + ")";
    }

    private List<String> options(RoutineOptions options) {
        List<String> written = new ArrayList<>();
        if (options.window()) {
            written.add("window");
        }
        if (!options.volatility().equals("volatile")) {
            written.add(options.volatility());
        }
        if (options.strict()) {
            written.add("strict");
        }
        if (options.leakproof()) {
            written.add("leakproof");
        }
        if (options.securityDefiner()) {
            written.add("security_definer");
        }
        if (!options.parallel().equals("unsafe")) {
            written.add("parallel " + options.parallel());
        }
        if (options.cost() != null) {
            written.add("cost " + options.cost());
        }
        if (options.rows() != null) {
            written.add("rows " + options.rows());
        }
        if (options.support() != null) {
            written.add("support " + options.support());
        }
        for (Map.Entry<String, String> setting : options.settings().entrySet()) {
            written.add("set " + Parameters.name(setting.getKey()) + " = " + setting.getValue());
        }
        if (!options.transforms().isEmpty()) {
            written.add("transform for type " + String.join(", for type ", options.transforms()));
        }
        return written;
    }

    String format(Aggregate aggregate) {
        String direct = arguments(aggregate.arguments());
        String ordered = arguments(aggregate.orderedArguments());
        String list = ordered.isEmpty() ? direct : (direct + " order by " + ordered).strip();
        String options = aggregate.options().entrySet().stream()
                .map(option -> option.getKey() + (option.getValue().isEmpty() ? "" : " = " + option.getValue()))
                .collect(Collectors.joining(", "));
        return "aggregate " + aggregate.name().display(defaultSchema) + "(" + (list.isEmpty() ? "*" : list) + ") { "
                + options + " }";
    }
}
