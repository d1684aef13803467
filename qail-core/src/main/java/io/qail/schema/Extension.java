package io.qail.schema;

import org.jspecify.annotations.Nullable;

/**
 * An extension and what the file says about it.
 *
 * @param schema null when the file leaves the choice to the extension and the search path
 * @param version null when the file takes whatever the server has; a comparison with a live one then leaves it out
 */
public record Extension(
        String name, @Nullable String schema, @Nullable String version) {

    public String sql() {
        return "CREATE EXTENSION " + Identifier.quote(name)
                + (schema == null ? "" : " SCHEMA " + Identifier.quote(schema))
                + (version == null ? "" : " VERSION " + SqlLiteral.quote(version));
    }
}
