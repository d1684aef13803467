package io.qail.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/**
 * Where a database is: a {@code postgres://} or {@code postgresql://} URI as libpq takes it, or a JDBC URL. What it leaves
 * open the environment says ({@code PGHOST}, {@code PGPORT}, {@code PGUSER}, {@code PGDATABASE}, {@code PGPASSWORD},
 * {@code PGSSLMODE} …), as for psql; a password that stands nowhere is looked up in {@code .pgpass} by the driver. Its text
 * never holds the password.
 */
final class DatabaseUrl {

    /** libpq's names of what the driver calls otherwise. */
    private static final Map<String, String> DRIVER_NAMES = Map.of(
            "application_name", "ApplicationName",
            "connect_timeout", "connectTimeout",
            "channel_binding", "channelBinding",
            "gssencmode", "gssEncMode",
            "target_session_attrs", "targetServerType",
            "passfile", "passfile");

    private static final Map<String, String> SERVER_TYPES = Map.of(
            "any", "any",
            "read-write", "primary",
            "primary", "primary",
            "read-only", "secondary",
            "standby", "secondary",
            "prefer-standby", "preferSecondary");

    /** Environment variables that stand for options of the driver. */
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "PGSSLMODE", "sslmode",
            "PGSSLROOTCERT", "sslrootcert",
            "PGSSLCERT", "sslcert",
            "PGSSLKEY", "sslkey",
            "PGOPTIONS", "options",
            "PGAPPNAME", "application_name",
            "PGCONNECT_TIMEOUT", "connect_timeout",
            "PGCHANNELBINDING", "channel_binding",
            "PGTARGETSESSIONATTRS", "target_session_attrs");

    private static final Pattern LIBPQ = Pattern.compile("postgres(ql)?://", Pattern.CASE_INSENSITIVE);
    private static final Pattern JDBC = Pattern.compile("jdbc:", Pattern.CASE_INSENSITIVE);

    /** The driver would take it for a host and a port, and print it as it is. */
    private static final Pattern USER_IN_JDBC_URL = Pattern.compile("jdbc:postgresql:/*[^/?]*@.*", Pattern.DOTALL);

    private final String jdbcUrl;
    private final Properties properties;
    private final String shown;

    private DatabaseUrl(String jdbcUrl, Properties properties, String shown) {
        this.jdbcUrl = jdbcUrl;
        this.properties = properties;
        this.shown = shown;
    }

    /** Also what is none of ours, or has a scheme that is mistyped: as the name of a file it would be printed. */
    static boolean isUrl(String text) {
        return text.contains("://") || JDBC.matcher(text).lookingAt();
    }

    private static boolean isUri(String text) {
        return LIBPQ.matcher(text).lookingAt();
    }

    /**
     * Reads a URL.
     *
     * @param url null for what the environment says
     * @throws IllegalArgumentException when it is none; the message holds no password
     */
    static DatabaseUrl of(@Nullable String url, Map<String, String> environment) {
        Map<String, String> options = new TreeMap<>();
        ENVIRONMENT.forEach((variable, option) -> {
            String value = environment.get(variable);
            if (value != null && !value.isEmpty()) {
                options.put(option, value);
            }
        });
        String user = environment.getOrDefault("PGUSER", System.getProperty("user.name"));
        if (url != null && JDBC.matcher(url).lookingAt()) {
            return jdbc(url, options, environment);
        }
        if (url != null && !isUri(url)) {
            throw new IllegalArgumentException("this is no URL of a PostgreSQL database: write "
                    + "postgres://user:password@host:port/database, or a JDBC URL");
        }
        Uri uri = Uri.of(url == null ? "postgres://" : url);
        options.putAll(uri.options());
        user = uri.user() == null ? user : uri.user();
        String password = uri.password() == null ? environment.get("PGPASSWORD") : uri.password();
        String hosts = uri.hosts().isEmpty()
                ? hostAndPort(environment.getOrDefault("PGHOST", "localhost"), environment)
                : String.join(
                        ",",
                        uri.hosts().stream()
                                .map(host -> hostAndPort(host, environment))
                                .toList());
        String database = uri.database() == null ? environment.getOrDefault("PGDATABASE", user) : uri.database();
        Properties properties = properties(user, password);
        String jdbc = "jdbc:postgresql://" + hosts + "/"
                + URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
        set(options, properties);
        return new DatabaseUrl(jdbc, properties, "postgres://" + user + "@" + hosts + "/" + database);
    }

    private static DatabaseUrl jdbc(String url, Map<String, String> options, Map<String, String> environment) {
        if (USER_IN_JDBC_URL.matcher(url).matches()) {
            throw new IllegalArgumentException(
                    "a JDBC URL has no user and password before its host: write "
                            + "jdbc:postgresql://host:port/database?user=…&password=…, or postgres://user:password@host:port/database");
        }
        Properties parsed = url.startsWith("jdbc:postgresql:") ? Driver.parseURL(url, null) : null;
        if (parsed == null) {
            throw new IllegalArgumentException("this is no JDBC URL of a PostgreSQL database");
        }
        boolean namesUser = parsed.getProperty("user") != null;
        String user = namesUser
                ? parsed.getProperty("user")
                : environment.getOrDefault("PGUSER", System.getProperty("user.name"));
        boolean namesPassword = parsed.getProperty("password") != null;
        Properties properties = properties(user, namesPassword ? null : environment.get("PGPASSWORD"));
        options.keySet().removeIf(option -> parsed.containsKey(driverName(option)));
        set(options, properties);
        if (parsed.containsKey("ApplicationName")) {
            properties.remove("ApplicationName");
        }
        return new DatabaseUrl(
                url,
                properties,
                "postgres://" + user + "@" + parsed.getProperty("PGHOST") + ":" + parsed.getProperty("PGPORT") + "/"
                        + parsed.getProperty("PGDBNAME"));
    }

    private static Properties properties(String user, @Nullable String password) {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("ApplicationName", "qail");
        if (password != null) {
            properties.setProperty("password", password);
        }
        return properties;
    }

    private static void set(Map<String, String> options, Properties properties) {
        options.forEach((name, value) -> {
            switch (name) {
                case "user", "password" -> properties.setProperty(name, value);
                // Only the driver as a whole has a pass file.
                case "passfile" -> System.setProperty("org.postgresql.pgpassfile", value);
                case "target_session_attrs" ->
                    properties.setProperty(driverName(name), SERVER_TYPES.getOrDefault(value, value));
                default -> properties.setProperty(driverName(name), value);
            }
        });
    }

    private static String driverName(String option) {
        return DRIVER_NAMES.getOrDefault(option, option);
    }

    private static String hostAndPort(String host, Map<String, String> environment) {
        if (host.startsWith("/")) {
            throw new IllegalArgumentException("the host " + host
                    + " is a Unix socket, which Java's driver does not speak; name a host, for example localhost");
        }
        boolean hasPort = host.startsWith("[") ? host.indexOf("]:") > 0 : host.indexOf(':') > 0;
        return hasPort ? host : host + ":" + environment.getOrDefault("PGPORT", "5432");
    }

    /** A source of connections without a pool. */
    DataSource dataSource() {
        Properties all = new Properties();
        all.putAll(properties);
        // What the URL says comes first. Without it a connection whose other end is gone is waited for without an end.
        all.putIfAbsent("tcpKeepAlive", "true");
        return new SimpleDriverDataSource(new Driver(), jdbcUrl, all);
    }

    /** What the driver gets. */
    Properties properties() {
        return properties;
    }

    String jdbcUrl() {
        return jdbcUrl;
    }

    /** Without password and options. */
    @Override
    public String toString() {
        return shown;
    }

    /** The parts of a libpq URI; null and empty are what it leaves open. */
    private record Uri(
            @Nullable String user,
            @Nullable String password,
            List<String> hosts,
            @Nullable String database,
            Map<String, String> options) {

        static Uri of(String text) {
            String rest = text.substring(text.indexOf("://") + 3);
            int query = rest.indexOf('?');
            String front = query < 0 ? rest : rest.substring(0, query);
            int slash = front.indexOf('/');
            String authority = slash < 0 ? front : front.substring(0, slash);
            String path = slash < 0 ? "" : front.substring(slash + 1);
            int at = authority.lastIndexOf('@');
            String userInfo = at < 0 ? "" : authority.substring(0, at);
            int colon = userInfo.indexOf(':');
            List<String> hosts = new ArrayList<>();
            for (String host : authority.substring(at + 1).split(",", -1)) {
                if (!host.isEmpty()) {
                    hosts.add(checked(decoded(host)));
                }
            }
            Map<String, String> options = new TreeMap<>();
            for (String option :
                    query < 0 ? new String[0] : rest.substring(query + 1).split("&", -1)) {
                int equals = option.indexOf('=');
                if (equals > 0) {
                    options.put(decoded(option.substring(0, equals)), decoded(option.substring(equals + 1)));
                }
            }
            if (options.containsKey("host")) {
                hosts.add(options.remove("host") + (options.containsKey("port") ? ":" + options.remove("port") : ""));
            }
            String named = options.remove("dbname");
            return new Uri(
                    nullIfEmpty(decoded(colon < 0 ? userInfo : userInfo.substring(0, colon))),
                    colon < 0 ? null : decoded(userInfo.substring(colon + 1)),
                    hosts,
                    named == null ? nullIfEmpty(decoded(path)) : named,
                    options);
        }

        private static String checked(String host) {
            try {
                if (host.startsWith("/") || new URI("x://" + host).getHost() != null || !host.contains(":")) {
                    return host;
                }
            } catch (URISyntaxException e) {
                // Said below, without the text: it may be a part of a password.
            }
            throw new IllegalArgumentException(
                    "host and port cannot be read; write @ : / ? # % in a password as %40 %3A %2F %3F %23 %25");
        }

        private static String decoded(String text) {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        }

        private static @Nullable String nullIfEmpty(String text) {
            return text.isEmpty() ? null : text;
        }
    }
}
