package io.qail.plan;

import io.qail.language.ParsedFile;
import io.qail.schema.Extension;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.Schema;
import io.qail.schema.Statement;

/** Folds a versioned script onto the schema before it, statement by statement, and collects everything that does not fit. */
final class DeltaFold {

    private final FoldedSchema schema;
    private final TableVerbs tables;
    private final ColumnVerbs columns;
    private final DropVerb drops;
    private final ObjectVerbs objects;
    private final TableOptionVerbs options;

    private DeltaFold(FoldedSchema schema) {
        this.schema = schema;
        this.tables = new TableVerbs(schema);
        this.columns = new ColumnVerbs(schema);
        this.drops = new DropVerb(schema);
        this.objects = new ObjectVerbs(schema);
        this.options = new TableOptionVerbs(schema);
    }

    static Change fold(Schema base, ParsedFile delta, String defaultSchema) {
        FoldedSchema schema = new FoldedSchema(base, delta, defaultSchema);
        DeltaFold fold = new DeltaFold(schema);
        delta.statements().forEach(fold::apply);
        return new FoldCompletion(schema).complete();
    }

    private void apply(Statement statement) {
        if (statement instanceof Statement.DeclareTable declare) {
            tables.create(declare);
        } else if (statement instanceof Statement.RenameTable rename) {
            tables.rename(rename);
        } else if (statement instanceof Statement.AddConstraint add) {
            tables.add(add);
        } else if (statement instanceof Statement.RenameColumn rename) {
            columns.rename(rename);
        } else if (statement instanceof Statement.AddColumn add) {
            columns.add(add);
        } else if (statement instanceof Statement.AlterColumn alter) {
            columns.alter(alter);
        } else if (statement instanceof Statement.Drop drop) {
            drops.apply(drop);
        } else if (statement instanceof Statement.DeclareObject declare) {
            objects.declare(declare);
        } else if (statement instanceof Statement.DeclareGrants declare) {
            objects.grant(declare);
        } else if (statement instanceof Statement.Revoke revoke) {
            objects.revoke(revoke);
        } else if (statement instanceof Statement.SetRowSecurity set) {
            options.rowSecurity(set);
        } else if (statement instanceof Statement.SetParameters set) {
            options.parameters(set);
        } else if (statement instanceof Statement.SetLogged set) {
            options.logged(set);
        } else if (statement instanceof Statement.AttachPartition attach) {
            options.attach(attach);
        } else if (statement instanceof Statement.DetachPartition detach) {
            options.detach(detach);
        } else if (statement instanceof Statement.Transform
                || statement instanceof Statement.CopyFrom
                || statement instanceof Statement.RawSql) {
            schema.steps.add(statement);
        } else {
            declare(statement);
        }
    }

    /** Objects other than tables shall be as written: they are made, or made so. An index is too much work for that. */
    private void declare(Statement statement) {
        if (statement instanceof Statement.DeclareSchema declare) {
            if (!declare.name().equals(schema.defaultSchema)) {
                schema.builder.schemas.add(declare.name());
            }
        } else if (statement instanceof Statement.DeclareExtension declare) {
            schema.builder.extensions.merge(
                    declare.extension().name(), declare.extension(), DeltaFold::keepingWhatIsNotWritten);
        } else if (statement instanceof Statement.DeclareEnum declare) {
            schema.builder.enums.put(declare.type().name(), declare.type());
            schema.at(ObjectAddress.of(ObjectKind.ENUM, declare.type().name()), declare.position());
        } else if (statement instanceof Statement.DeclareSequence declare) {
            schema.builder.sequences.put(declare.sequence().name(), declare.sequence());
            schema.at(ObjectAddress.of(ObjectKind.SEQUENCE, declare.sequence().name()), declare.position());
        } else if (statement instanceof Statement.DeclareIndex declare) {
            ObjectAddress address = ObjectAddress.index(declare.index().name());
            if (schema.builder.indexes.containsKey(declare.index().name())) {
                schema.error(
                        declare.position(),
                        "the index " + schema.display(address) + " exists already",
                        "drop it first: drop index " + schema.display(address));
                return;
            }
            schema.builder.indexes.put(declare.index().name(), declare.index());
            schema.at(address, declare.position());
        } else if (statement instanceof Statement.DeclareComment declare) {
            ObjectAddress target = schema.actual(declare.target());
            if (declare.text() == null) {
                schema.builder.comments.remove(target);
            } else {
                schema.builder.comments.put(target, declare.text());
            }
            schema.comments.put(target, declare.position());
        } else if (!(statement instanceof Statement.NotManaged)) {
            // A statement that nobody carries out would be recorded as done.
            throw new IllegalArgumentException("no way to carry out " + statement);
        }
    }

    private static Extension keepingWhatIsNotWritten(Extension old, Extension written) {
        return new Extension(
                written.name(),
                written.schema() == null ? old.schema() : written.schema(),
                written.version() == null ? old.version() : written.version());
    }
}
