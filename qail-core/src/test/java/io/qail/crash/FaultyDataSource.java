package io.qail.crash;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Counts everything that goes to the server and strikes at a chosen place: every statement, COPY and COMMIT is a named
 * point, without a line in the code under test.
 */
final class FaultyDataSource {

    /** What happens at the chosen place. */
    @FunctionalInterface
    interface Fault {
        void strike(Connection connection) throws SQLException;
    }

    private static final Set<String> SENDING =
            Set.of("execute", "executeQuery", "executeUpdate", "executeBatch", "commit", "unwrap");

    private final PGSimpleDataSource target;
    private final int at;
    private final boolean after;
    private final Fault fault;
    private final AtomicInteger count;

    /**
     * @param at the number of the call that is struck, from 1; 0 for none
     * @param after whether the call reaches the server and only its answer is lost
     */
    FaultyDataSource(PGSimpleDataSource target, int at, boolean after, Fault fault) {
        this(target, at, after, fault, new AtomicInteger());
    }

    private FaultyDataSource(PGSimpleDataSource target, int at, boolean after, Fault fault, AtomicInteger count) {
        this.count = count;
        this.target = target;
        this.at = at;
        this.after = after;
        this.fault = fault;
    }

    /** The same for one connection of several, to whichever databases, whose calls are counted together. */
    static Connection wrapping(Connection connection, AtomicInteger count, int at, Fault fault) {
        return new FaultyDataSource(new PGSimpleDataSource(), at, false, fault, count).connection(connection);
    }

    /** How many calls have gone to the server. */
    int count() {
        return count.get();
    }

    DataSource dataSource() {
        return (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    Object result = invoke(() -> method.invoke(target, arguments));
                    return result instanceof Connection connection ? connection(connection) : result;
                });
    }

    private Connection connection(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, handler(connection, connection));
    }

    private InvocationHandler handler(Object on, Connection connection) {
        return (proxy, method, arguments) -> {
            boolean struck = SENDING.contains(method.getName()) && count.incrementAndGet() == at;
            if (struck && !after) {
                fault.strike(connection);
            }
            Object result = invoke(() -> method.invoke(on, arguments));
            if (struck && after) {
                fault.strike(connection);
                throw new SQLException("the answer was lost", "08006");
            }
            if (result instanceof Statement statement) {
                Class<?> type = method.getReturnType();
                return Proxy.newProxyInstance(
                        getClass().getClassLoader(), new Class<?>[] {type}, handler(statement, connection));
            }
            return result;
        };
    }

    @FunctionalInterface
    private interface Call {
        Object on() throws ReflectiveOperationException;
    }

    private static Object invoke(Call call) throws Throwable {
        try {
            return call.on();
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
