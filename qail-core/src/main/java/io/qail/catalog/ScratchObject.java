package io.qail.catalog;

import io.qail.schema.Aggregate;
import io.qail.schema.CheckConstraint;
import io.qail.schema.CompositeType;
import io.qail.schema.Domain;
import io.qail.schema.ObjectName;
import io.qail.schema.Routine;
import io.qail.schema.Schema;
import io.qail.schema.SchemaObject;
import io.qail.schema.View;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A domain, composite type, view, routine or aggregate that is declared and live in different words, to be made as a
 * temporary one of the same name.
 */
record ScratchObject(SchemaObject declared, SchemaObject live) {

    private static final String SCHEMA = "pg_temp";

    /** A materialized view is tried as a view: its query is the same, and it is not filled. */
    List<String> statements() {
        ObjectName name = ObjectName.of(SCHEMA, declared.address().name().name());
        if (declared instanceof View view) {
            return new View(
                            name,
                            false,
                            view.columns(),
                            view.materialized() ? Collections.emptySortedMap() : view.options(),
                            view.query())
                    .sql();
        }
        return named(declared, name).sql();
    }

    /** The declared object, or what of it means the same as in the live one in live words. */
    SchemaObject inLiveWords(String temporarySchema, Schema printed) {
        ObjectName name =
                ObjectName.of(temporarySchema, declared.address().name().name());
        if (declared instanceof View view && live instanceof View other) {
            return printed.view(name)
                    .filter(shown -> shown.query().equals(other.query()))
                    .map(shown -> view.withQuery(other.columns(), other.query()))
                    .orElse(view);
        }
        return Optional.ofNullable(printed.objects().get(named(declared, name).address()))
                .map(shown -> named(shown, declared.address().name()))
                .map(shown -> shown.equals(live) ? live : inParts(shown))
                .orElse(declared);
    }

    private SchemaObject inParts(SchemaObject shown) {
        if (!(declared instanceof Domain domain && shown instanceof Domain printed && live instanceof Domain other)) {
            return declared;
        }
        boolean sameDefault =
                printed.defaultValue() != null && printed.defaultValue().equals(other.defaultValue());
        List<CheckConstraint> checks = new ArrayList<>();
        for (CheckConstraint check : domain.checks()) {
            checks.add(printed.checks().stream()
                    .filter(found ->
                            found.name().equals(check.name()) && other.checks().contains(found))
                    .findFirst()
                    .orElse(check));
        }
        return new Domain(
                domain.name(),
                printed.type().equals(other.type()) ? other.type() : domain.type(),
                printed.collation(),
                sameDefault ? other.defaultValue() : domain.defaultValue(),
                domain.notNull(),
                checks);
    }

    private static SchemaObject named(SchemaObject object, ObjectName name) {
        if (object instanceof Domain domain) {
            return new Domain(
                    name, domain.type(), domain.collation(), domain.defaultValue(), domain.notNull(), domain.checks());
        }
        if (object instanceof CompositeType type) {
            return new CompositeType(name, type.attributes());
        }
        if (object instanceof Routine routine) {
            return routine.withName(name);
        }
        return object instanceof Aggregate aggregate
                ? new Aggregate(name, aggregate.arguments(), aggregate.orderedArguments(), aggregate.options())
                : object;
    }
}
