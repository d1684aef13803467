package io.qail.script;

import io.qail.error.EnvironmentException;
import io.qail.error.Setting;
import java.util.List;

/**
 * Where scripts lie.
 *
 * @param locations {@code classpath:} or {@code file:} locations, each a directory
 * @param failOnMissingLocations whether a location that does not exist is an error
 */
public record ScriptOptions(List<String> locations, boolean failOnMissingLocations) {

    public static final String DEFAULT_LOCATION = "classpath:db/qail";

    public ScriptOptions {
        locations = List.copyOf(locations);
        if (locations.isEmpty()) {
            throw new EnvironmentException(
                    Setting.LOCATIONS + " is empty.",
                    "Name a directory with scripts, or remove it for " + DEFAULT_LOCATION + ".");
        }
    }

    public static ScriptOptions defaults() {
        return new ScriptOptions(List.of(DEFAULT_LOCATION), true);
    }
}
