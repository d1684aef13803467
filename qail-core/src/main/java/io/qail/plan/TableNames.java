package io.qail.plan;

import io.qail.schema.ObjectName;
import io.qail.schema.Statement;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The names that a table has in a declarative schema, before and after each {@code rename} line of the files. */
final class TableNames {

    private final List<Statement.RenameTable> renames;

    TableNames(List<Statement> statements) {
        renames = statements.stream()
                .filter(Statement.RenameTable.class::isInstance)
                .map(Statement.RenameTable.class::cast)
                .toList();
    }

    /** What a name becomes, itself first; names may go round in a circle. */
    Set<ObjectName> later(ObjectName name) {
        Set<ObjectName> names = new LinkedHashSet<>();
        Optional<ObjectName> next = Optional.of(name);
        while (next.isPresent() && names.add(next.get())) {
            ObjectName last = next.get();
            next = renames.stream()
                    .filter(rename -> rename.from().equals(last))
                    .map(Statement.RenameTable::to)
                    .findFirst();
        }
        return names;
    }

    /** What a name was, itself first. */
    Set<ObjectName> earlier(ObjectName name) {
        Set<ObjectName> names = new LinkedHashSet<>();
        Optional<ObjectName> next = Optional.of(name);
        while (next.isPresent() && names.add(next.get())) {
            ObjectName last = next.get();
            next = renames.stream()
                    .filter(rename -> rename.to().equals(last))
                    .map(Statement.RenameTable::from)
                    .findFirst();
        }
        return names;
    }
}
