package io.qail.plan;

import io.qail.language.Mentions;
import io.qail.schema.CheckConstraint;
import io.qail.schema.CompositeType;
import io.qail.schema.DataType;
import io.qail.schema.Domain;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.SchemaObject;
import io.qail.schema.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;

/**
 * Views, routines, triggers, policies, statistics, domains and composite types. What goes, or stands in the way of something,
 * goes first, under the names that everything has then, and comes back at the end as the target has it.
 */
final class ObjectDiff {

    private final Schema original;
    private final List<Statement> renames;
    private final Comparison comparison;
    private final PhasedOperations operations;
    private final CommentChanges comments;

    /**
     * A comparison of the objects.
     *
     * @param original the first schema before the renames
     */
    ObjectDiff(
            Schema original,
            List<Statement> renames,
            Comparison comparison,
            PhasedOperations operations,
            CommentChanges comments) {
        this.original = original;
        this.renames = renames;
        this.comparison = comparison;
        this.operations = operations;
        this.comments = comments;
    }

    void compare() {
        drop();
        List<SchemaObject> wanted = new ArrayList<>();
        for (SchemaObject object : comparison.to.objects().values()) {
            if (isMade(object) || !object.equals(comparison.from.objects().get(object.address()))) {
                wanted.add(object);
            } else if (object instanceof Domain domain) {
                alter(domain, domain);
            }
        }
        FormerWords words = new FormerWords(renames, comparison.to);
        ObjectPlacement placement = new ObjectPlacement(new ObjectGraph(wanted), comparison.to, comparison.steps);
        for (SchemaObject object : placement.order()) {
            SchemaObject old = comparison.from.objects().get(object.address());
            boolean unchecked = placement.isUnchecked(object);
            if (old == null || isMade(object)) {
                Operation create = new CreateObject(object, unchecked);
                List<Operation> made = object.equals(old) ? words.create(object, create) : List.of(create);
                made.forEach(operation -> operations.add(placement.phase(object), operation));
            } else if (old instanceof Domain from && object instanceof Domain to) {
                alter(from, to);
            } else {
                boolean formerly = comparison.formerNames.areIn(new ObjectUse(old));
                operations.add(placement.phase(object), ObjectOperations.alter(old, object, unchecked || formerly));
            }
        }
    }

    private boolean isMade(SchemaObject object) {
        return !comparison.from.objects().containsKey(object.address())
                || comparison.objects().isGone(object.address());
    }

    /** What a domain forbids no longer goes before rows change, what it forbids anew holds for them afterwards. */
    private void alter(Domain from, Domain to) {
        Domain between = comparison.lostRoutines().without(AlterDomain.between(from, to));
        if (!between.equals(from)) {
            operations.add(Phase.RELAX_COLUMN, new AlterDomain(from, between, comments(from, between)));
        }
        if (!between.equals(to)) {
            operations.add(Phase.SET_NOT_NULL, new AlterDomain(between, to, List.of()));
        }
    }

    /** Of the checks that go, also where one of the same name comes. */
    private List<Operation> comments(Domain from, Domain to) {
        List<Operation> back = new ArrayList<>();
        for (CheckConstraint check : from.checks()) {
            ObjectAddress address = ObjectAddress.constraint(from.name(), check.name());
            if (!to.checks().contains(check)) {
                comments.recreated(address);
                String text = comparison.comment(address);
                if (text != null) {
                    back.add(new SetComment(address, null, null, text, false));
                }
            }
        }
        return back;
    }

    private void drop() {
        Mentions tables = Mentions.of(String.join("\n;\n", new TreeSet<>(Expressions.of(comparison.from))));
        List<SchemaObject> going = new ArrayList<>(comparison.objects().graph().inOrder());
        Collections.reverse(going);
        for (SchemaObject object : going) {
            if (comparison.objects().isGone(object.address())) {
                drop(object, tables);
            }
        }
    }

    private void drop(SchemaObject object, Mentions tables) {
        ObjectName name = object.address().name();
        boolean type = object instanceof Domain || object instanceof CompositeType;
        boolean called = ObjectGraph.isRoutine(object) && tables.names(name);
        if (!type && !called) {
            SchemaObject before = original(object);
            operations.add(Phase.DROP_OBJECT, new DropObject(before, Alongside.of(original, before.address())));
            return;
        }
        // A routine of the same name, with other arguments, must not be mistaken for it meanwhile.
        boolean comesBack = comparison.to.objects().keySet().stream()
                .anyMatch(address -> address.kind() == object.address().kind()
                        && address.name().equals(name));
        operations.add(
                comesBack ? Phase.DROP_ROUTINE : Phase.DROP_TYPE,
                new DropObject(object, Alongside.of(comparison.from, object.address())));
    }

    /** The object as it is before the renames: what stands on a table, or takes rows of it, calls it by its name. */
    private SchemaObject original(SchemaObject object) {
        ObjectAddress address = object.mapTypes(this::original).address();
        if (address.kind().isMember()) {
            address = new ObjectAddress(address.kind(), original(address.name()), address.member());
        }
        return original.objects().getOrDefault(address, object);
    }

    private DataType original(DataType type) {
        ObjectName name = type.userDefined();
        return name == null ? type : type.withName(original(name));
    }

    private ObjectName original(ObjectName table) {
        ObjectName name = table;
        for (int i = renames.size() - 1; i >= 0; i--) {
            if (renames.get(i) instanceof Statement.RenameTable rename
                    && rename.to().equals(name)) {
                name = rename.from();
            }
        }
        return name;
    }
}
