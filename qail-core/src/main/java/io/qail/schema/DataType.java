package io.qail.schema;

import org.jspecify.annotations.Nullable;

/**
 * The type of a column in the words of PostgreSQL's {@code format_type}.
 *
 * @param schema the schema of a type that a user or an extension made; null for built-in types, and for a name that is
 *     still to be looked up along the search path
 * @param name the bare name: {@code integer}, {@code timestamp with time zone}, {@code mood}
 * @param modifier the modifier as written, parentheses included: {@code (12,2)}, for intervals also the fields
 *     ({@code " day to second(3)"}, with the blank in front); empty when there is none
 * @param dimensions 0 for a plain type, 1 or more for arrays (PostgreSQL itself does not distinguish more than one, so
 *     {@code int[][]} is canonically {@code integer[]})
 */
public record DataType(@Nullable String schema, String name, String modifier, int dimensions) {

    public static DataType builtIn(String name) {
        return new DataType(null, name, "", 0);
    }

    public static DataType of(ObjectName name) {
        return new DataType(name.schema(), name.name(), "", 0);
    }

    /** The name of a type that is not built in, or null. */
    public @Nullable ObjectName userDefined() {
        return schema == null ? null : new ObjectName(schema, name);
    }

    public boolean isArray() {
        return dimensions > 0;
    }

    public DataType withName(ObjectName other) {
        return new DataType(other.schema(), other.name(), modifier, dimensions);
    }

    /** The type as SQL text. */
    public String sql() {
        if (schema != null) {
            return render(ObjectName.of(schema, name).sql());
        }
        return render(BuiltInTypes.contains(name) ? name : Identifier.quote(name));
    }

    /** The type for people and {@code .qail} text. */
    public String display(String defaultSchema) {
        return schema == null || !schema.equals(defaultSchema) ? sql() : render(Identifier.quote(name));
    }

    private String render(String base) {
        String zone = base.endsWith(" time zone") ? base.substring(base.indexOf(" with")) : "";
        String word = base.substring(0, base.length() - zone.length());
        return word + modifier + zone + "[]".repeat(dimensions);
    }

    @Override
    public String toString() {
        return sql();
    }
}
