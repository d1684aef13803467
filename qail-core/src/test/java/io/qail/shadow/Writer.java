package io.qail.shadow;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A client of an application: writes without a pause, connects again when it has to, and keeps a log of what was acknowledged
 * on its own side. Its keys are its own, so that it knows what must be there. After an error it looks what became of the
 * one write whose answer it did not get: that one may be there or not, and nothing else may.
 */
final class Writer implements Runnable {

    static final String SCRIPT = """
            table clients {
              id int primary_key
              total bigint not_null default 0
            }
            table accounts {
              id bigint primary_key
              client int not_null references clients(id)
              value int not_null
              note text not_null
              unused text
            }
            table orders {
              id bigint generated_identity primary_key
              client int not_null references clients(id)
              n int not_null
              amount int not_null
              unique (client, n) name orders_client_n
            }
            table journal {
              client int not_null
              n int not_null
            }
            """;

    /** Rows that are written by a trigger of the application. */
    static final List<String> TRIGGER =
            List.of("""
            CREATE FUNCTION add_up() RETURNS trigger LANGUAGE plpgsql AS $f$
            BEGIN UPDATE clients SET total = total + NEW.amount WHERE id = NEW.client; RETURN NULL; END $f$""", "CREATE TRIGGER orders_add_up AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION add_up()");

    /** A change that the same application can live with before and after. */
    static final String CHANGE = """
            alter accounts.value bigint
            add accounts.label text
            transform upper(note) -> accounts.label
            drop accounts.unused
            index accounts_label on accounts (label)
            """;

    private final DataSource dataSource;
    private final int client;
    private final Random random;
    private final Map<Long, Integer> accounts = new TreeMap<>();
    private final List<Long> latencies = new ArrayList<>();
    private final List<String> losses = new ArrayList<>();
    private int orders;
    private long total;
    private int journal;
    private long nextId;
    private final AtomicInteger acknowledged = new AtomicInteger();
    private int interruptions;
    private volatile boolean stopped;
    private @Nullable Connection connection;

    Writer(DataSource dataSource, int client) {
        this.dataSource = dataSource;
        this.client = client;
        this.random = new Random(client);
        this.nextId = client * 1_000_000_000L;
    }

    void stop() {
        stopped = true;
    }

    List<Long> latencies() {
        return latencies;
    }

    int acknowledged() {
        return acknowledged.get();
    }

    int interruptions() {
        return interruptions;
    }

    List<String> losses() {
        return losses;
    }

    @Override
    public void run() {
        while (!stopped) {
            long begin = System.nanoTime();
            write();
            latencies.add(System.nanoTime() - begin);
            acknowledged.incrementAndGet();
        }
        close();
    }

    private void write() {
        int kind = random.nextInt(10);
        if (kind < 3 || accounts.isEmpty()) {
            long id = ++nextId;
            int value = random.nextInt(1_000_000);
            account(
                    id,
                    null,
                    null,
                    id,
                    value,
                    "INSERT INTO accounts (id, client, value, note) VALUES (?, ?, ?, 'note')",
                    id,
                    client,
                    value);
            return;
        }
        long id = accounts.keySet().stream()
                .skip(random.nextInt(accounts.size()))
                .findFirst()
                .orElseThrow();
        Integer before = accounts.get(id);
        if (kind < 5) {
            int value = random.nextInt(1_000_000);
            account(id, before, null, id, value, "UPDATE accounts SET value = ? WHERE id = ?", value, id);
        } else if (kind < 6) {
            account(id, before, null, id, null, "DELETE FROM accounts WHERE id = ?", id);
        } else if (kind < 7) {
            long moved = ++nextId;
            account(id, before, null, moved, before, "UPDATE accounts SET id = ? WHERE id = ?", moved, id);
        } else if (kind < 9) {
            order();
        } else {
            journal();
        }
    }

    /** One write on an account; {@code after} is what the row {@code newId} holds then. */
    private void account(
            long id,
            @Nullable Integer before,
            @Nullable Integer other,
            long newId,
            @Nullable Integer after,
            String sql,
            Object... parameters) {
        if (!send(sql, parameters)) {
            Integer atOld = read(id);
            Integer atNew = newId == id ? atOld : read(newId);
            boolean done = newId == id
                    ? java.util.Objects.equals(atOld, after)
                    : atOld == null && java.util.Objects.equals(atNew, after);
            boolean undone =
                    java.util.Objects.equals(atOld, before) && (newId == id || java.util.Objects.equals(atNew, other));
            if (!done && !undone) {
                losses.add("account " + id + ": was " + before + ", should be " + after + ", is " + atOld);
            }
            if (!done) {
                return;
            }
        }
        accounts.remove(id);
        if (after != null) {
            accounts.put(newId, after);
        }
    }

    private void order() {
        int amount = 1 + random.nextInt(100);
        boolean sent = send("INSERT INTO orders (client, n, amount) VALUES (?, ?, ?)", client, orders + 1, amount);
        if (sent || number("SELECT count(*) FROM orders WHERE client = ? AND n = ?", client, orders + 1) == 1) {
            orders++;
            total += amount;
        }
    }

    private void journal() {
        boolean sent = send("INSERT INTO journal (client, n) VALUES (?, ?)", client, journal + 1);
        if (sent || number("SELECT count(*) FROM journal WHERE client = ? AND n = ?", client, journal + 1) == 1) {
            journal++;
        }
    }

    /** What is in the database and was not acknowledged, and the other way round. */
    List<String> differences() {
        List<String> differences = new ArrayList<>(losses);
        Map<Long, Integer> live = new HashMap<>();
        query(
                "SELECT id, value FROM accounts WHERE client = ?",
                row -> live.put(row.getLong(1), row.getInt(2)),
                client);
        if (!live.equals(accounts)) {
            differences.add("accounts of client " + client + ": " + live.size() + " there, " + accounts.size()
                    + " acknowledged");
        }
        expect(differences, "orders", orders, "SELECT count(*) FROM orders WHERE client = ?", client);
        expect(differences, "distinct orders", orders, "SELECT count(DISTINCT n) FROM orders WHERE client = ?", client);
        expect(differences, "total", total, "SELECT total FROM clients WHERE id = ?", client);
        expect(differences, "journal", journal, "SELECT count(*) FROM journal WHERE client = ?", client);
        expect(
                differences,
                "distinct journal",
                journal,
                "SELECT count(DISTINCT n) FROM journal WHERE client = ?",
                client);
        close();
        return differences;
    }

    private void expect(List<String> differences, String what, long expected, String sql, Object... parameters) {
        long found = number(sql, parameters);
        if (found != expected) {
            differences.add(what + " of client " + client + ": " + found + " there, " + expected + " acknowledged");
        }
    }

    private @Nullable Integer read(long id) {
        List<Integer> found = new ArrayList<>();
        query("SELECT value FROM accounts WHERE id = ?", row -> found.add(row.getInt(1)), id);
        return found.isEmpty() ? null : found.get(0);
    }

    private long number(String sql, Object... parameters) {
        long[] number = new long[1];
        query(sql, row -> number[0] = row.getLong(1), parameters);
        return number[0];
    }

    /** True: acknowledged. False: nobody knows. */
    private boolean send(String sql, Object... parameters) {
        try (PreparedStatement statement = prepare(sql, parameters)) {
            statement.executeUpdate();
            return true;
        } catch (SQLException e) {
            interruptions++;
            close();
            return false;
        }
    }

    private interface Row {
        void read(ResultSet row) throws SQLException;
    }

    /** Until it gets an answer. */
    private void query(String sql, Row reader, Object... parameters) {
        while (true) {
            try (PreparedStatement statement = prepare(sql, parameters);
                    ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    reader.read(row);
                }
                return;
            } catch (SQLException e) {
                close();
            }
        }
    }

    private PreparedStatement prepare(String sql, Object... parameters) throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = dataSource.getConnection();
            connection = open;
        }
        PreparedStatement statement = open.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    private void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                // It was gone already.
                return;
            }
        }
    }
}
