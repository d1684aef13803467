package io.qail.schema;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An aggregate function.
 *
 * @param arguments the direct arguments of an ordered-set aggregate, all arguments of any other
 * @param orderedArguments those behind {@code ORDER BY}; empty for an ordinary aggregate
 * @param options its parameters by lower-case name, {@code sfunc}, {@code stype}, {@code initcond}, …, the values as SQL;
 *     those that are only named, {@code hypothetical}, have an empty value
 */
public record Aggregate(
        ObjectName name, List<Argument> arguments, List<Argument> orderedArguments, SortedMap<String, String> options)
        implements SchemaObject {

    public Aggregate {
        arguments = List.copyOf(arguments);
        orderedArguments = List.copyOf(orderedArguments);
        options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
    }

    @Override
    public ObjectAddress address() {
        return new ObjectAddress(
                ObjectKind.AGGREGATE,
                name,
                Argument.signature(Stream.concat(arguments.stream(), orderedArguments.stream())
                        .toList()));
    }

    @Override
    public Aggregate mapTypes(UnaryOperator<DataType> change) {
        return new Aggregate(name, mapped(arguments, change), mapped(orderedArguments, change), options);
    }

    private static List<Argument> mapped(List<Argument> arguments, UnaryOperator<DataType> change) {
        return arguments.stream()
                .map(argument -> argument.withType(change.apply(argument.type())))
                .toList();
    }

    @Override
    public List<String> sql() {
        String list = arguments.isEmpty() && orderedArguments.isEmpty() ? "*" : Argument.sql(arguments);
        if (!orderedArguments.isEmpty()) {
            list = (list + " ORDER BY " + Argument.sql(orderedArguments)).strip();
        }
        return List.of("CREATE AGGREGATE " + name.sql() + "(" + list + ")"
                + options.entrySet().stream()
                        .map(option -> option.getKey().toUpperCase(Locale.ROOT)
                                + (option.getValue().isEmpty() ? "" : " = " + option.getValue()))
                        .collect(Collectors.joining(", ", " (", ")")));
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.visit(this);
    }
}
