package io.qail.plan;

import io.qail.error.SourcePosition;
import io.qail.language.ParsedFile;
import io.qail.language.Suggestion;
import io.qail.schema.Column;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.SchemaBuilder;
import io.qail.schema.Statement;
import io.qail.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A schema while a script is folded onto it: what it is by now, what the script made and dropped, what is wrong. */
final class FoldedSchema {

    final Schema base;
    final String defaultSchema;
    final List<Statement> renames = new ArrayList<>();
    final List<Statement> steps = new ArrayList<>();
    final Map<ObjectAddress, SourcePosition> dropped = new TreeMap<>();
    final Map<ObjectAddress, SourcePosition> comments = new TreeMap<>();
    /** Views, routines and the like that the script declares, so that it has seen to them. */
    final Set<ObjectAddress> declared = new TreeSet<>();

    SchemaBuilder builder;

    private final Findings findings;
    private final SourcePosition beginning;
    private final Map<ObjectAddress, SourcePosition> positions = new TreeMap<>();
    private final Set<ObjectAddress> made = new TreeSet<>();

    FoldedSchema(Schema base, ParsedFile delta, String defaultSchema) {
        this.base = base;
        this.builder = base.toBuilder();
        this.findings = new Findings(List.of(delta));
        this.beginning = new SourcePosition(delta.source().name(), 1, 1);
        this.defaultSchema = defaultSchema;
    }

    void error(SourcePosition position, String message, @Nullable String suggestion) {
        findings.error(position, message, suggestion);
    }

    /** Throws if anything was found. */
    void throwFindings() {
        findings.throwIfAny();
    }

    SourcePosition beginning() {
        return beginning;
    }

    /** What a statement means by a name whose kind only the schema tells. */
    ObjectAddress actual(ObjectAddress written) {
        return new WrittenAddress(builder, defaultSchema).actual(written);
    }

    String display(ObjectAddress address) {
        return address.display(defaultSchema);
    }

    String display(ObjectName name) {
        return name.display(defaultSchema);
    }

    /** Remembers where the script says something about an object. */
    void at(ObjectAddress address, SourcePosition position) {
        positions.put(address, position);
    }

    @Nullable
    SourcePosition position(ObjectAddress address) {
        return positions.get(address);
    }

    /** Remembers a table or column that the script itself makes. */
    void made(ObjectAddress address) {
        made.add(address);
    }

    boolean isMade(ObjectAddress address) {
        return made.contains(address);
    }

    /** The table, or nothing and a finding. */
    Optional<Table> table(SourcePosition position, ObjectName name) {
        Table table = builder.tables.get(name);
        if (table == null) {
            SourcePosition drop = dropped.get(ObjectAddress.table(name));
            error(
                    position,
                    "there is no table " + display(name) + (drop == null ? "" : ", it is dropped at " + drop),
                    drop == null ? Suggestion.didYouMean(display(name), tableNames()) : null);
        }
        return Optional.ofNullable(table);
    }

    /** The column, or nothing and a finding. */
    Optional<Column> column(SourcePosition position, ObjectName table, String name) {
        return table(position, table).flatMap(found -> {
            Optional<Column> column = found.column(name);
            if (column.isEmpty()) {
                SourcePosition drop = dropped.get(ObjectAddress.column(table, name));
                error(
                        position,
                        "the table " + display(table) + " has no column " + Identifier.quote(name)
                                + (drop == null ? "" : ", it is dropped at " + drop),
                        drop == null ? Suggestion.didYouMean(name, columnNames(found)) : null);
            }
            return column;
        });
    }

    /** The table {@code bill.x} where the script seems to speak of the column {@code x} of a table {@code bill}. */
    Optional<ObjectName> tableInsteadOf(ObjectName table, String column) {
        ObjectName name = ObjectName.of(table.name(), column);
        boolean meant = table.schema().equals(defaultSchema)
                && !builder.tables.containsKey(table)
                && builder.tables.containsKey(name);
        return meant ? Optional.of(name) : Optional.empty();
    }

    List<String> tableNames() {
        return builder.tables.keySet().stream().map(this::display).toList();
    }

    static List<String> columnNames(Table table) {
        return table.columns().stream().map(Column::name).toList();
    }

    void change(ObjectName table, UnaryOperator<Table> change) {
        builder.tables.computeIfPresent(table, (name, old) -> change.apply(old));
    }

    /** Carries out a rename everywhere, also in what the script said before. */
    void rename(Statement rename, UnaryOperator<ObjectAddress> readdress, UnaryOperator<Statement> step) {
        builder = Renaming.apply(builder.build(), rename).toBuilder();
        readdress(dropped, readdress);
        readdress(comments, readdress);
        readdress(positions, readdress);
        List<ObjectAddress> moved = made.stream().map(readdress).toList();
        made.clear();
        made.addAll(moved);
        steps.replaceAll(step);
    }

    private static void readdress(Map<ObjectAddress, SourcePosition> map, UnaryOperator<ObjectAddress> readdress) {
        Map<ObjectAddress, SourcePosition> moved = new TreeMap<>();
        map.forEach((address, position) -> moved.put(readdress.apply(address), position));
        map.clear();
        map.putAll(moved);
    }
}
