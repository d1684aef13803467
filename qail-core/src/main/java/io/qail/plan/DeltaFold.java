package io.qail.plan;

import io.qail.language.ParsedFile;
import io.qail.schema.Extension;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.Schema;
import io.qail.schema.Statement;

/** Folds a versioned script onto the schema before it, statement by statement, and collects everything that does not fit. */
final class DeltaFold implements Statement.Visitor<DeltaFold> {

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
        delta.statements().forEach(statement -> statement.accept(fold));
        return new FoldCompletion(schema).complete();
    }

    @Override
    public DeltaFold visit(Statement.DeclareTable declare) {
        tables.create(declare);
        return this;
    }

    @Override
    public DeltaFold visit(Statement.RenameTable rename) {
        tables.rename(rename);
        return this;
    }

    @Override
    public DeltaFold visit(Statement.AddConstraint add) {
        tables.add(add);
        return this;
    }

    @Override
    public DeltaFold visit(Statement.RenameColumn rename) {
        columns.rename(rename);
        return this;
    }

    @Override
    public DeltaFold visit(Statement.AddColumn add) {
        columns.add(add);
        return this;
    }

    @Override
    public DeltaFold visit(Statement.AlterColumn alter) {
        columns.alter(alter);
        return this;
    }

    @Override
    public DeltaFold visit(Statement.Drop drop) {
        drops.apply(drop);
        return this;
    }

    @Override
    public DeltaFold visit(Statement.DeclareObject declare) {
        objects.declare(declare);
        return this;
    }

    @Override
    public DeltaFold visit(Statement.DeclareGrants declare) {
        objects.grant(declare);
        return this;
    }

    @Override
    public DeltaFold visit(Statement.Revoke revoke) {
        objects.revoke(revoke);
        return this;
    }

    @Override
    public DeltaFold visit(Statement.SetRowSecurity set) {
        options.rowSecurity(set);
        return this;
    }

    @Override
    public DeltaFold visit(Statement.SetParameters set) {
        options.parameters(set);
        return this;
    }

    @Override
    public DeltaFold visit(Statement.SetLogged set) {
        options.logged(set);
        return this;
    }

    @Override
    public DeltaFold visit(Statement.AttachPartition attach) {
        options.attach(attach);
        return this;
    }

    @Override
    public DeltaFold visit(Statement.DetachPartition detach) {
        options.detach(detach);
        return this;
    }

    @Override
    public DeltaFold visit(Statement.Transform statement) {
        schema.steps.add(statement);
        return this;
    }

    @Override
    public DeltaFold visit(Statement.CopyFrom statement) {
        schema.steps.add(statement);
        return this;
    }

    @Override
    public DeltaFold visit(Statement.RawSql statement) {
        schema.steps.add(statement);
        return this;
    }

    // Objects other than tables are made, or made as written. An index is too much work for that.

    @Override
    public DeltaFold visit(Statement.DeclareSchema declare) {
        if (!declare.name().equals(schema.defaultSchema)) {
            schema.builder.schemas.add(declare.name());
        }
        return this;
    }

    @Override
    public DeltaFold visit(Statement.DeclareExtension declare) {
        schema.builder.extensions.merge(
                declare.extension().name(), declare.extension(), DeltaFold::keepingWhatIsNotWritten);
        return this;
    }

    @Override
    public DeltaFold visit(Statement.DeclareEnum declare) {
        schema.builder.enums.put(declare.type().name(), declare.type());
        schema.at(ObjectAddress.of(ObjectKind.ENUM, declare.type().name()), declare.position());
        return this;
    }

    @Override
    public DeltaFold visit(Statement.DeclareSequence declare) {
        schema.builder.sequences.put(declare.sequence().name(), declare.sequence());
        schema.at(ObjectAddress.of(ObjectKind.SEQUENCE, declare.sequence().name()), declare.position());
        return this;
    }

    @Override
    public DeltaFold visit(Statement.DeclareIndex declare) {
        ObjectAddress address = ObjectAddress.index(declare.index().name());
        if (schema.builder.indexes.containsKey(declare.index().name())) {
            schema.error(
                    declare.position(),
                    "the index " + schema.display(address) + " exists already",
                    "drop it first: drop index " + schema.display(address));
            return this;
        }
        schema.builder.indexes.put(declare.index().name(), declare.index());
        schema.at(address, declare.position());
        return this;
    }

    @Override
    public DeltaFold visit(Statement.DeclareComment declare) {
        ObjectAddress target = schema.actual(declare.target());
        if (declare.text() == null) {
            schema.builder.comments.remove(target);
        } else {
            schema.builder.comments.put(target, declare.text());
        }
        schema.comments.put(target, declare.position());
        return this;
    }

    /** A word of QAIL's platform; the reader has said that it is not managed here. */
    @Override
    public DeltaFold visit(Statement.NotManaged statement) {
        return this;
    }

    private static Extension keepingWhatIsNotWritten(Extension old, Extension written) {
        return new Extension(
                written.name(),
                written.schema() == null ? old.schema() : written.schema(),
                written.version() == null ? old.version() : written.version());
    }
}
