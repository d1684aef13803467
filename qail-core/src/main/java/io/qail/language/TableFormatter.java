package io.qail.language;

import io.qail.schema.Column;
import io.qail.schema.Constraint;
import io.qail.schema.Expression;
import io.qail.schema.Identifier;
import io.qail.schema.Identity;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.Sequence;
import io.qail.schema.Table;
import io.qail.schema.TableOptions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes a table: its columns with the constraints that can stand behind them, then the other constraints. */
final class TableFormatter {

    private final Schema schema;
    private final String defaultSchema;
    private final TypeFormatter types;
    private final ConstraintFormatter constraintFormatter;

    TableFormatter(Schema schema, String defaultSchema, TypeFormatter types) {
        this.schema = schema;
        this.types = types;
        this.defaultSchema = defaultSchema;
        this.constraintFormatter = new ConstraintFormatter(defaultSchema);
    }

    String format(Table table) {
        ConstraintFormatter.Divided constraints = constraintFormatter.divide(table);
        Set<String> keys = table.primaryKey().stream()
                .flatMap(key -> key.columns().stream())
                .collect(Collectors.toCollection(HashSet::new));
        List<String> lines = new ArrayList<>();
        for (Column column : table.columns()) {
            StringBuilder line = new StringBuilder(column(table, column, keys.contains(column.name())));
            for (Constraint constraint : constraints.behind(column.name())) {
                line.append(' ').append(constraintFormatter.behindColumn(constraint));
            }
            lines.add(line.toString());
        }
        constraints.lines().forEach(constraint -> lines.add(constraintFormatter.line(constraint)));
        TableOptions options = table.options();
        if (options.rowSecurity()) {
            lines.add("enable_rls");
        }
        if (options.forceRowSecurity()) {
            lines.add("force_rls");
        }
        String head = "table " + table.name().display(defaultSchema)
                + new TableOptionFormatter(defaultSchema).format(options);
        boolean inherited = options.partitionOf() != null || !options.inherits().isEmpty();
        return inherited && lines.isEmpty()
                ? head
                : head + " {\n" + lines.stream().map(line -> "  " + line + "\n").collect(Collectors.joining()) + "}";
    }

    /** The sequences that the word {@code serial} stands for. */
    Set<ObjectName> serialSequences(Table table) {
        return table.columns().stream()
                .filter(column -> isSerial(table, column))
                .map(column -> SerialColumn.sequence(table.name(), column).name())
                .collect(Collectors.toSet());
    }

    private boolean isSerial(Table table, Column column) {
        if (!column.notNull() || column.defaultValue() == null || SerialColumn.word(column.type()) == null) {
            return false;
        }
        Sequence sequence = SerialColumn.sequence(table.name(), column);
        return column.defaultValue().equals(SerialColumn.nextValue(sequence.name()))
                && sequence.equals(schema.sequences().get(sequence.name()));
    }

    private String column(Table table, Column column, boolean key) {
        boolean serial = isSerial(table, column);
        StringBuilder line = new StringBuilder(Identifier.quote(column.name())).append(' ');
        line.append(serial ? String.valueOf(SerialColumn.word(column.type())) : types.type(column.type()));
        if (column.collation() != null) {
            line.append(" collate ").append(IndexFormatter.collation(column.collation()));
        }
        if (column.storage() != null) {
            line.append(" storage ").append(column.storage());
        }
        if (column.compression() != null) {
            line.append(" compression ").append(column.compression());
        }
        if (column.generated() != null) {
            line.append(column.generated().stored() ? " generated_stored(" : " generated_virtual(")
                    .append(column.generated().expression())
                    .append(')');
        }
        if (column.identity() != null) {
            line.append(' ').append(identity(column.identity(), column.type().name()));
        }
        if (column.defaultValue() != null && !serial) {
            line.append(" default ").append(defaultValue(column.defaultValue()));
        }
        if (column.notNull() && column.notNullName() != null) {
            line.append(" constraint ")
                    .append(Identifier.quote(column.notNullName()))
                    .append(" not_null");
        } else if (column.notNull() && !serial && !key && column.identity() == null) {
            line.append(" not_null");
        }
        return line.toString();
    }

    private static String identity(Identity identity, String type) {
        String options = SequenceFormatter.options(identity.options(), type);
        return (identity.always() ? "generated_identity" : "generated_by_default_identity")
                + (options.isEmpty() ? "" : " (" + options + ")");
    }

    static String defaultValue(Expression expression) {
        return ColumnReader.readsDefault(expression.text()) ? expression.text() : "(" + expression + ")";
    }
}
