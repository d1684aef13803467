package io.qail.plan;

import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.Statement;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The way from one schema to another. The same input gives the same plan, byte for byte.
 *
 * @param renames as in the {@link Change}
 * @param operations in the order in which they run; those that are not transactional are the last
 */
public record Plan(Schema from, Schema to, List<Statement> renames, List<Operation> operations) {

    public Plan {
        renames = List.copyOf(renames);
        operations = List.copyOf(operations);
    }

    /** The schema after the renames of this plan, and nothing else of it. */
    public Schema renamed(Schema schema) {
        Schema renamed = schema;
        for (Statement rename : renames) {
            renamed = Renaming.apply(renamed, rename);
        }
        return renamed;
    }

    public boolean isEmpty() {
        return operations.isEmpty();
    }

    /** What runs inside the transaction. */
    public List<Operation> transactional() {
        return operations.stream().filter(Operation::transactional).toList();
    }

    /** What runs after the commit, each statement on its own. */
    public List<Operation> afterCommit() {
        return operations.stream()
                .filter(operation -> !operation.transactional())
                .toList();
    }

    /** Every statement in order: exactly what runs. */
    public List<String> statements() {
        return operations.stream()
                .flatMap(operation -> operation.statements().stream())
                .toList();
    }

    /**
     * The way back. It restores structure: columns come back bare ({@link AddColumn}), and get default, NOT NULL and
     * constraints by later operations, so that values can be filled in between. What {@code sql} did comes back only
     * where the script says how.
     */
    public Plan inverse() {
        List<Operation> back = new ArrayList<>(Inversion.of(operations));
        // A stable sort: indexes that are built concurrently go last here too.
        back.sort(Comparator.comparing(operation -> !operation.transactional()));
        return new Plan(to, from, Renaming.inverse(renames), back);
    }

    /**
     * The tables of {@link #from()} that the transaction locks stronger than a reader does, by their names there: those
     * that change or go, and those that foreign keys point at.
     */
    public SortedSet<ObjectName> lockedTables() {
        SortedSet<ObjectName> locked = new TreeSet<>();
        LiveNames names = new LiveNames(from);
        for (Operation operation : transactional()) {
            if (operation.lock().compareTo(TableLock.ACCESS_SHARE) > 0) {
                operation.tables().forEach(table -> names.table(table).ifPresent(found -> locked.add(found)));
            }
            names.after(operation);
        }
        return Collections.unmodifiableSortedSet(locked);
    }

    /**
     * What the plan can destroy, in the order of the operations; one of them can have several risks. {@link Risk.Unanalysed} is not among it: nobody can say
     * which tables it means.
     */
    public List<AtRisk> risks() {
        List<AtRisk> risks = new ArrayList<>();
        LiveNames names = new LiveNames(from);
        KeyCascades cascades = new KeyCascades(from, names);
        for (Operation operation : operations) {
            operation.risk().flatMap(risk -> names.locate(operation, risk)).ifPresent(risk -> {
                risks.add(risk);
                risks.addAll(cascades.of(risk));
            });
            cascades.after(operation);
            names.after(operation);
        }
        return List.copyOf(risks);
    }

    /** The column that an operation of this plan is about, by its names before the plan; nothing when the plan made it. */
    public Optional<ObjectAddress> before(ColumnOperation wanted) {
        LiveNames names = new LiveNames(from);
        for (Operation operation : operations) {
            if (operation == wanted) {
                return names.address(wanted.table(), wanted.column());
            }
            names.after(operation);
        }
        return Optional.empty();
    }

    /** SHA-256 in hex over everything that runs; two plans with the same hash do the same. */
    public String hash() {
        return hash(operations);
    }

    /** The same for operations of several plans, one after the other. */
    public static String hash(List<Operation> operations) {
        MessageDigest digest = sha256();
        for (Operation operation : operations) {
            for (String statement : operation.statements()) {
                digest.update(statement.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            if (operation instanceof CopyRows copy) {
                digest.update(copy.file().getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static String sha256(String text) {
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The SQL as people read it: every statement as it runs, and in comments what SQL cannot say. */
    public String describe(String defaultSchema) {
        StringBuilder text = new StringBuilder();
        boolean inTransaction = true;
        for (Operation operation : operations) {
            if (inTransaction && !operation.transactional()) {
                inTransaction = false;
                text.append("-- after the commit, each on its own\n");
            }
            if (operation instanceof CopyRows copy) {
                text.append("-- rows of ")
                        .append(copy.file().replaceAll("\\R", " "))
                        .append(" into ")
                        .append(copy.table().display(defaultSchema).replaceAll("\\R", " "))
                        .append('\n');
            }
            for (String statement : operation.statements()) {
                text.append(statement).append(terminator(statement)).append('\n');
            }
        }
        return text.toString();
    }

    /** A comment at the end of user SQL must not swallow the semicolon. */
    private static String terminator(String statement) {
        return statement.substring(statement.lastIndexOf('\n') + 1).contains("--") ? "\n;" : ";";
    }
}
