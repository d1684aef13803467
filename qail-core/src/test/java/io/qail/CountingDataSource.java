package io.qail;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Notes every statement that goes to the server. */
final class CountingDataSource {

    private final DataSource target;
    private final List<String> statements = new ArrayList<>();

    CountingDataSource(DataSource target) {
        this.target = target;
    }

    /** In their order: the SQL where it is known. */
    List<String> statements() {
        return List.copyOf(statements);
    }

    DataSource dataSource() {
        return proxy(DataSource.class, target, "");
    }

    private <T> T proxy(Class<T> type, Object on, String sql) {
        return type.cast(Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    String text = arguments != null && arguments.length > 0 && arguments[0] instanceof String first
                            ? first
                            : sql;
                    if (on instanceof Statement && method.getName().startsWith("execute")) {
                        statements.add(text);
                    }
                    Object result;
                    try {
                        result = method.invoke(on, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    boolean counted = result instanceof Connection || result instanceof Statement;
                    return counted && !method.getName().equals("unwrap")
                            ? proxy(method.getReturnType(), result, text)
                            : result;
                }));
    }
}
