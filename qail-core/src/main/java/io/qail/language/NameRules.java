package io.qail.language;

import io.qail.schema.CheckConstraint;
import io.qail.schema.CompositeType;
import io.qail.schema.Constraint;
import io.qail.schema.Domain;
import io.qail.schema.ForeignKey;
import io.qail.schema.Identifier;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.Sequence;
import io.qail.schema.Table;
import io.qail.schema.View;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Names that PostgreSQL keeps in one place, and schemas that somebody has to make. */
final class NameRules {

    private final Schema schema;
    private final String defaultSchema;
    private final List<SchemaRules.Problem> problems;

    /** Tables, indexes, sequences and the indexes of constraints share their names; so do tables and types. */
    private final Map<ObjectName, String> relations = new HashMap<>();

    private final Map<ObjectName, String> types = new HashMap<>();

    NameRules(Schema schema, String defaultSchema, List<SchemaRules.Problem> problems) {
        this.schema = schema;
        this.defaultSchema = defaultSchema;
        this.problems = problems;
    }

    void check() {
        schema.tables().keySet().forEach(name -> {
            relation(ObjectAddress.table(name), name, "table");
            declared(ObjectAddress.table(name));
        });
        schema.enums().keySet().forEach(name -> {
            ObjectAddress address = ObjectAddress.of(ObjectKind.ENUM, name);
            type(address, "enum");
            declared(address);
        });
        schema.objects(View.class).forEach(view -> relation(view.address(), view.name(), "view"));
        schema.objects(CompositeType.class).forEach(type -> type(type.address(), "type"));
        schema.objects(Domain.class).forEach(domain -> type(domain.address(), "domain"));
        schema.sequences().values().forEach(sequence -> {
            ObjectAddress address = ObjectAddress.of(ObjectKind.SEQUENCE, sequence.name());
            relation(address, sequence.name(), "sequence");
            declared(address);
            owner(sequence, address);
        });
        schema.indexes().keySet().forEach(name -> relation(ObjectAddress.index(name), name, "index"));
        schema.tables().values().forEach(this::constraints);
    }

    private void constraints(Table table) {
        Set<String> names = new HashSet<>();
        for (Constraint constraint : table.constraints()) {
            ObjectAddress address = ObjectAddress.constraint(table.name(), constraint.name());
            boolean indexed = !(constraint instanceof CheckConstraint || constraint instanceof ForeignKey);
            if (!names.add(constraint.name())) {
                report(address, "the table has two constraints named " + Identifier.quote(constraint.name()), null);
            } else if (indexed) {
                relation(address, table.name().withName(constraint.name()), "constraint");
            }
        }
    }

    private void relation(ObjectAddress address, ObjectName name, String kind) {
        String before = relations.putIfAbsent(name, kind);
        if (before != null) {
            clash(address, name, before);
        }
    }

    /** Every table and view is a type as well. */
    private void type(ObjectAddress address, String kind) {
        ObjectName name = address.name();
        String before = types.putIfAbsent(name, kind);
        if (before != null) {
            clash(address, name, before);
        } else if (schema.tables().containsKey(name)) {
            clash(address, name, "table");
        } else if (schema.view(name).isPresent()) {
            clash(address, name, "view");
        }
    }

    private void clash(ObjectAddress address, ObjectName name, String before) {
        report(
                address,
                "the name " + name.display(defaultSchema) + " is taken by "
                        + (before.matches("[aeiou].*") ? "an " : "a ") + before,
                "choose another name");
    }

    private void declared(ObjectAddress address) {
        String used = address.name().schema();
        boolean known = used.equals(defaultSchema)
                || used.equals("public")
                || schema.schemas().contains(used);
        if (!known) {
            report(
                    address,
                    "schema " + Identifier.quote(used) + " is not declared",
                    "add the line `schema " + Identifier.quote(used) + "`");
        }
    }

    private void owner(Sequence sequence, ObjectAddress address) {
        Sequence.Owner owner = sequence.owner();
        if (owner == null) {
            return;
        }
        boolean exists = Optional.ofNullable(schema.tables().get(owner.table()))
                .flatMap(table -> table.column(owner.column()))
                .isPresent();
        if (!exists) {
            report(address, "the column that owns the sequence does not exist: " + owner.sql(), null);
        } else if (!owner.table().schema().equals(sequence.name().schema())) {
            report(address, "a sequence lies in the schema of the table that owns it", null);
        }
    }

    private void report(ObjectAddress address, String message, @Nullable String suggestion) {
        problems.add(new SchemaRules.Problem(address, message, suggestion));
    }
}
