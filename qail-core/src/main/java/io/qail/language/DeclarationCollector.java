package io.qail.language;

import io.qail.error.Diagnostic;
import io.qail.error.SourcePosition;
import io.qail.schema.EnumType;
import io.qail.schema.Extension;
import io.qail.schema.Grant;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.SchemaBuilder;
import io.qail.schema.SchemaObject;
import io.qail.schema.Sequence;
import io.qail.schema.Statement;
import io.qail.schema.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Collects the declarations of files, and remembers where each stands. */
final class DeclarationCollector {

    private final String defaultSchema;
    private final SchemaBuilder builder = Schema.EMPTY.toBuilder();
    private final Map<ObjectAddress, Place> places = new HashMap<>();
    private final Map<ObjectAddress, Place> comments = new TreeMap<>();
    private final Map<ObjectAddress, Place> grants = new TreeMap<>();
    private final Map<SchemaObject, Place> objects = new LinkedHashMap<>();
    private final List<Diagnostic> diagnostics = new ArrayList<>();

    /** The files by the lines that they are divided into. */
    private record Place(LineMap lines, SourcePosition position) {}

    DeclarationCollector(String defaultSchema) {
        this.defaultSchema = defaultSchema;
    }

    Schema schema() {
        return builder.build();
    }

    List<Diagnostic> diagnostics() {
        return diagnostics;
    }

    void add(ParsedFile file) {
        LineMap lines = new LineMap(file.source());
        for (Statement statement : file.statements()) {
            statement.accept(new Adding(new Place(lines, statement.position())));
        }
    }

    /** Takes one statement, at its place. */
    private final class Adding implements Statement.Visitor<Adding> {

        private final Place place;

        Adding(Place place) {
            this.place = place;
        }

        @Override
        public Adding visit(Statement.DeclareTable declaration) {
            table(declaration, place);
            return this;
        }

        @Override
        public Adding visit(Statement.DeclareIndex declaration) {
            ObjectName name = declaration.index().name();
            if (first(ObjectAddress.index(name), place)) {
                builder.indexes.put(name, declaration.index());
            }
            return this;
        }

        @Override
        public Adding visit(Statement.DeclareEnum declaration) {
            EnumType type = declaration.type();
            if (first(ObjectAddress.of(ObjectKind.ENUM, type.name()), place)) {
                builder.enums.put(type.name(), type);
            }
            return this;
        }

        @Override
        public Adding visit(Statement.DeclareSequence declaration) {
            sequence(declaration.sequence(), place);
            return this;
        }

        @Override
        public Adding visit(Statement.DeclareSchema declaration) {
            schema(declaration.name(), place);
            return this;
        }

        @Override
        public Adding visit(Statement.DeclareExtension declaration) {
            extension(declaration.extension(), place);
            return this;
        }

        @Override
        public Adding visit(Statement.DeclareObject declaration) {
            SchemaObject object = declaration.object();
            if (first(object.address(), place)) {
                builder.put(object);
                objects.put(object, place);
            }
            return this;
        }

        @Override
        public Adding visit(Statement.DeclareGrants declaration) {
            declaration.grants().forEach(grant -> grant(grant, place));
            return this;
        }

        @Override
        public Adding visit(Statement.Revoke revoke) {
            revoke(revoke, place);
            return this;
        }

        @Override
        public Adding visit(Statement.DeclareComment declaration) {
            comment(declaration, place);
            return this;
        }

        @Override
        public Adding visit(Statement.SetRowSecurity statement) {
            report(
                    place,
                    "in a schema that shall be, row security is said in the table itself",
                    "write `enable_rls` or `force_rls` on a line of its block");
            return this;
        }

        @Override
        public Adding visit(Statement.AddColumn statement) {
            return rejectVerb();
        }

        @Override
        public Adding visit(Statement.AlterColumn statement) {
            return rejectVerb();
        }

        @Override
        public Adding visit(Statement.AddConstraint statement) {
            return rejectVerb();
        }

        @Override
        public Adding visit(Statement.SetParameters statement) {
            return rejectVerb();
        }

        @Override
        public Adding visit(Statement.SetLogged statement) {
            return rejectVerb();
        }

        @Override
        public Adding visit(Statement.AttachPartition statement) {
            return rejectVerb();
        }

        @Override
        public Adding visit(Statement.DetachPartition statement) {
            return rejectVerb();
        }

        @Override
        public Adding visit(Statement.CopyFrom statement) {
            return rejectVerb();
        }

        @Override
        public Adding visit(Statement.RawSql statement) {
            return rejectVerb();
        }

        // Hints are read with the change that they belong to.

        @Override
        public Adding visit(Statement.RenameTable statement) {
            return this;
        }

        @Override
        public Adding visit(Statement.RenameColumn statement) {
            return this;
        }

        @Override
        public Adding visit(Statement.Transform statement) {
            return this;
        }

        @Override
        public Adding visit(Statement.Drop statement) {
            return this;
        }

        @Override
        public Adding visit(Statement.NotManaged statement) {
            return this;
        }

        private Adding rejectVerb() {
            report(
                    place,
                    "this statement belongs into a versioned script, not into the schema that shall be",
                    "write the change into the table itself, or use versioned scripts V1__….qail");
            return this;
        }
    }

    private void table(Statement.DeclareTable declaration, Place place) {
        Table table = declaration.table();
        if (!first(ObjectAddress.table(table.name()), place)) {
            return;
        }
        builder.tables.put(table.name(), table);
        declaration
                .columnPositions()
                .forEach((column, position) ->
                        places.put(ObjectAddress.column(table.name(), column), new Place(place.lines, position)));
        declaration.sequences().forEach(sequence -> sequence(sequence, place));
    }

    private void sequence(Sequence sequence, Place place) {
        if (first(ObjectAddress.of(ObjectKind.SEQUENCE, sequence.name()), place)) {
            builder.sequences.put(sequence.name(), sequence);
        }
    }

    /** Every module may say which schemas and extensions it needs. */
    private void schema(String name, Place place) {
        places.putIfAbsent(ObjectAddress.of(ObjectKind.SCHEMA, ObjectName.global(name)), place);
        if (!name.equals(defaultSchema)) {
            builder.schemas.add(name);
        }
    }

    private void extension(Extension extension, Place place) {
        Extension before = builder.extensions.putIfAbsent(extension.name(), extension);
        ObjectAddress address = ObjectAddress.of(ObjectKind.EXTENSION, ObjectName.global(extension.name()));
        if (before != null && !before.equals(extension)) {
            first(address, place);
        }
        places.putIfAbsent(address, place);
    }

    private void comment(Statement.DeclareComment declaration, Place place) {
        String before = declaration.text() == null
                ? builder.comments.get(declaration.target())
                : builder.comments.putIfAbsent(declaration.target(), declaration.text());
        comments.put(declaration.target(), place);
        if (before != null) {
            report(place, declaration.target().display(defaultSchema) + " has a comment already", null);
        }
    }

    /** A grant with the grant option says more than one without. */
    private void grant(Grant grant, Place place) {
        grants.putIfAbsent(grant.target(), place);
        Grant without = new Grant(grant.target(), grant.grantee(), grant.privilege(), false, false);
        Grant with = new Grant(grant.target(), grant.grantee(), grant.privilege(), true, false);
        if (grant.grantable()) {
            builder.grants.remove(without);
        }
        if (!builder.grants.contains(with)) {
            builder.grants.add(grant);
        }
    }

    /** In a schema that shall be, only what PostgreSQL gives by itself can be taken away. */
    private void revoke(Statement.Revoke revoke, Place place) {
        for (Grant grant : revoke.grants()) {
            grants.putIfAbsent(grant.target(), place);
            boolean builtIn = grant.grantee().isEmpty()
                    && !grant.grantable()
                    && switch (grant.target().kind()) {
                        case FUNCTION, PROCEDURE, AGGREGATE, ENUM, DOMAIN, TYPE, SCHEMA, DEFAULT_PRIVILEGES -> true;
                        default -> false;
                    };
            if (!builtIn) {
                report(
                        place,
                        "there is nothing to revoke in a schema that shall be, but what PostgreSQL gives to public by itself",
                        "leave the grant out; it is revoked when it is not there");
                return;
            }
            builder.grants.add(grant);
        }
    }

    /** Comments whose objects the schema does not have, and routines declared twice; known when all files are read. */
    List<Diagnostic> onNothing(Schema schema) {
        List<Diagnostic> found = new ArrayList<>();
        comments.forEach((written, place) -> {
            ObjectAddress address = AddressResolver.resolve(written, schema, defaultSchema);
            if (!exists(address, schema)) {
                found.add(place.lines.diagnostic(
                        place.position,
                        "there is no " + word(address) + " " + address.display(defaultSchema) + " to comment on",
                        null));
            }
        });
        Map<ObjectAddress, Place> routines = new HashMap<>();
        objects.forEach((object, place) -> {
            ObjectAddress address = resolved(object.address(), schema);
            Place before = routines.putIfAbsent(address, place);
            if (before != null) {
                found.add(place.lines.diagnostic(
                        place.position,
                        address.display(defaultSchema) + " is declared twice, first at " + before.position(),
                        "leave one of the two out"));
            }
        });
        return found;
    }

    private static String word(ObjectAddress address) {
        return address.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private ObjectAddress resolved(ObjectAddress address, Schema schema) {
        return Types.map(address, type -> Types.resolve(type, schema, defaultSchema));
    }

    private boolean exists(ObjectAddress address, Schema schema) {
        boolean ownSchema =
                address.kind() == ObjectKind.SCHEMA && address.name().name().equals(defaultSchema);
        return ownSchema || schema.contains(address);
    }

    /** Finds the places of objects and grants by the addresses that they have in the whole schema. */
    void resolvePlaces(Schema schema) {
        objects.forEach((object, place) -> places.putIfAbsent(resolved(object.address(), schema), place));
        grants.forEach(
                (target, place) -> places.putIfAbsent(AddressResolver.resolve(target, schema, defaultSchema), place));
    }

    private boolean first(ObjectAddress address, Place place) {
        Place before = places.putIfAbsent(address, place);
        if (before == null) {
            return true;
        }
        report(
                place,
                address.display(defaultSchema) + " is declared twice, first at " + before.position(),
                "leave one of the two out");
        return false;
    }

    private void report(Place place, String message, @Nullable String suggestion) {
        diagnostics.add(place.lines.diagnostic(place.position, message, suggestion));
    }

    /** A constraint of one column stands behind it, mostly. */
    private @Nullable Place ofColumn(ObjectAddress constraint) {
        return Optional.ofNullable(builder.tables.get(constraint.name()))
                .flatMap(table -> table.constraint(String.valueOf(constraint.member())))
                .filter(found -> found.columns().size() == 1)
                .map(found -> places.get(
                        ObjectAddress.column(constraint.name(), found.columns().get(0))))
                .orElse(null);
    }

    /** The finding at the place of the object, or at that of its table. */
    Diagnostic diagnostic(SchemaRules.Problem problem) {
        ObjectAddress address = problem.object();
        Place place = places.get(address);
        if (place == null && address.kind() == ObjectKind.CONSTRAINT) {
            place = ofColumn(address);
        }
        if (place == null) {
            place = places.get(ObjectAddress.table(address.name()));
        }
        return place == null
                ? new Diagnostic(new SourcePosition("schema", 1, 1), problem.message(), "", problem.suggestion())
                : place.lines.diagnostic(place.position, problem.message(), problem.suggestion());
    }
}
