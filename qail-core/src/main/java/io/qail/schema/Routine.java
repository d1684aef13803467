package io.qail.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A function or a procedure.
 *
 * @param returns null for a procedure, for {@code RETURNS TABLE} and where arguments that go out say it all
 * @param language as {@code pg_language} names it
 * @param body the text between the quotes, exactly; of a standard body all from {@code BEGIN ATOMIC} or {@code RETURN} on
 * @param standardBody whether PostgreSQL parses the body when the routine is made, and so knows what it depends on
 */
public record Routine(
        ObjectName name,
        boolean procedure,
        List<Argument> arguments,
        @Nullable Returns returns,
        String language,
        String body,
        boolean standardBody,
        RoutineOptions options)
        implements SchemaObject {

    /** What a function returns. */
    public record Returns(boolean setOf, DataType type) {

        public String sql() {
            return (setOf ? "SETOF " : "") + type.sql();
        }
    }

    public Routine {
        arguments = List.copyOf(arguments);
    }

    @Override
    public ObjectAddress address() {
        return new ObjectAddress(
                procedure ? ObjectKind.PROCEDURE : ObjectKind.FUNCTION, name, Argument.signature(arguments));
    }

    public Routine withName(ObjectName other) {
        return new Routine(other, procedure, arguments, returns, language, body, standardBody, options);
    }

    public Routine withBody(String other) {
        return new Routine(name, procedure, arguments, returns, language, other, standardBody, options);
    }

    @Override
    public Routine mapTypes(UnaryOperator<DataType> change) {
        List<Argument> changed = arguments.stream()
                .map(argument -> argument.withType(change.apply(argument.type())))
                .toList();
        Returns changedReturns = returns == null ? null : new Returns(returns.setOf(), change.apply(returns.type()));
        return new Routine(name, procedure, changed, changedReturns, language, body, standardBody, options);
    }

    /** Whether {@code CREATE OR REPLACE} can lead from the other routine, of the same address, to this one. */
    public boolean canReplace(Routine other) {
        return procedure == other.procedure
                && outputs(this).equals(outputs(other))
                && Objects.equals(returns, other.returns)
                && options.window() == other.options.window()
                && keepsNamesAndDefaults(other);
    }

    private boolean keepsNamesAndDefaults(Routine other) {
        List<Argument> before = inputs(other);
        List<Argument> after = inputs(this);
        for (int i = 0; i < before.size() && i < after.size(); i++) {
            String name = before.get(i).name();
            boolean renamed = name != null && !name.equals(after.get(i).name());
            boolean withoutDefault =
                    before.get(i).defaultValue() != null && after.get(i).defaultValue() == null;
            if (renamed
                    || withoutDefault
                    || before.get(i).mode() != after.get(i).mode()) {
                return false;
            }
        }
        return before.size() == after.size();
    }

    private static List<Argument> inputs(Routine routine) {
        return routine.arguments.stream()
                .filter(argument -> argument.mode().isInput())
                .toList();
    }

    private static List<Argument> outputs(Routine routine) {
        return routine.arguments.stream()
                .filter(argument -> argument.mode() != Argument.Mode.IN && argument.mode() != Argument.Mode.VARIADIC)
                .map(argument -> argument.withDefault(null))
                .toList();
    }

    /** {@code CREATE OR REPLACE}, so that it serves for both. */
    @Override
    public List<String> sql() {
        List<Argument> table = arguments.stream()
                .filter(argument -> argument.mode() == Argument.Mode.TABLE)
                .toList();
        List<Argument> given = arguments.stream()
                .filter(argument -> argument.mode() != Argument.Mode.TABLE)
                .toList();
        List<String> lines = new ArrayList<>();
        lines.add("CREATE OR REPLACE " + (procedure ? "PROCEDURE " : "FUNCTION ") + name.sql() + "("
                + Argument.sql(given) + ")");
        if (!table.isEmpty()) {
            lines.add(table.stream().map(Argument::sql).collect(Collectors.joining(", ", "RETURNS TABLE (", ")")));
        } else if (returns != null) {
            lines.add("RETURNS " + returns.sql());
        }
        lines.add("LANGUAGE " + Identifier.quote(language));
        lines.addAll(options.clauses());
        lines.add(standardBody ? body : "AS " + DollarQuote.quote(body));
        return List.of(String.join("\n", lines));
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.visit(this);
    }
}
