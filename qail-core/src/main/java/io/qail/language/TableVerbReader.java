package io.qail.language;

import io.qail.error.SourcePosition;
import io.qail.schema.ObjectName;
import io.qail.schema.Statement;
import io.qail.schema.TableOptions;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the verbs of a versioned script that change what a table is: parameters, persistence, partitions, row security. */
final class TableVerbReader {

    /** Each with what it sets: whether row security is enabled, whether it is forced. */
    static final List<String> ROW_SECURITY = List.of("enable_rls", "disable_rls", "no_force_rls", "force_rls");

    private final Cursor cursor;

    TableVerbReader(Cursor cursor) {
        this.cursor = cursor;
    }

    /** {@code enable_rls users}, behind the word. */
    Statement rowSecurity(SourcePosition position, String word) {
        ObjectName table = cursor.objectName("the table");
        return switch (word) {
            case "enable_rls" -> new Statement.SetRowSecurity(position, table, true, null);
            case "disable_rls" -> new Statement.SetRowSecurity(position, table, false, null);
            case "force_rls" -> new Statement.SetRowSecurity(position, table, null, true);
            default -> new Statement.SetRowSecurity(position, table, null, false);
        };
    }

    /** Behind {@code alter T}; null when none of these verbs stands there. */
    @Nullable
    Statement alter(SourcePosition position, Token place, List<String> path) {
        Token second = cursor.peekSecond();
        String following = second.firstOfLine() ? "" : cursor.wordOf(second);
        boolean list = !second.firstOfLine() && cursor.is(second, "(");
        ObjectName table = new AddressReader(cursor).name(place, path);
        switch (cursor.word()) {
            case "set" -> {
                if (list || following.equals("logged") || following.equals("unlogged")) {
                    cursor.next();
                    return set(position, table);
                }
            }
            case "reset" -> {
                if (list) {
                    cursor.next();
                    SortedMap<String, @Nullable String> parameters = new TreeMap<>();
                    new ParameterReader(cursor).names().forEach(name -> parameters.put(name, null));
                    return new Statement.SetParameters(position, table, parameters);
                }
            }
            case "attach", "detach" -> {
                if (following.equals("partition")) {
                    return partition(position, table);
                }
            }
            default -> {}
        }
        return null;
    }

    private Statement set(SourcePosition position, ObjectName table) {
        if (cursor.acceptKeyword("logged")) {
            return new Statement.SetLogged(position, table, true);
        }
        if (cursor.acceptKeyword("unlogged")) {
            return new Statement.SetLogged(position, table, false);
        }
        SortedMap<String, @Nullable String> parameters = new TreeMap<>(new ParameterReader(cursor).parameters());
        return new Statement.SetParameters(position, table, parameters);
    }

    private Statement partition(SourcePosition position, ObjectName parent) {
        boolean attach = cursor.acceptKeyword("attach_partition");
        if (!attach) {
            cursor.expectKeyword("detach_partition");
        }
        ObjectName partition = cursor.objectName("the partition");
        if (!attach) {
            return new Statement.DetachPartition(position, partition, parent);
        }
        String bound = new TableOptionReader(cursor).bound();
        return new Statement.AttachPartition(position, partition, new TableOptions.PartitionOf(parent, bound));
    }
}
