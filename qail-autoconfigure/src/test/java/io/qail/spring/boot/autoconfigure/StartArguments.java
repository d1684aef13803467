package io.qail.spring.boot.autoconfigure;

import io.qail.test.TestDatabase;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Command line arguments of an application that migrates a database by the scripts of a directory. */
final class StartArguments {

    private StartArguments() {}

    /** A property that is given again replaces the one before; Spring Boot would join both to a list. */
    static String[] of(TestDatabase database, Path scripts, List<String> properties) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("qail.locations", "file:" + scripts);
        values.put("spring.datasource.url", database.url());
        values.put("spring.datasource.username", database.user());
        values.put("spring.datasource.password", database.password());
        values.put("spring.main.web-application-type", "none");
        values.put("spring.main.banner-mode", "off");
        values.put("server.port", "0");
        for (String property : properties) {
            String[] parts = property.split("=", 2);
            values.put(parts[0], parts[1]);
        }
        return values.entrySet().stream()
                .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                .toArray(String[]::new);
    }
}
