package io.qail.schema;

import java.util.List;
import java.util.stream.Collectors;

public record EnumType(ObjectName name, List<String> labels) {

    public EnumType {
        labels = List.copyOf(labels);
    }

    public EnumType withName(ObjectName other) {
        return new EnumType(other, labels);
    }

    public String sql() {
        return "CREATE TYPE " + name.sql()
                + labels.stream().map(SqlLiteral::quote).collect(Collectors.joining(", ", " AS ENUM (", ")"));
    }
}
