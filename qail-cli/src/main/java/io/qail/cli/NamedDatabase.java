package io.qail.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Has the name of a database said before it is dropped: by an option, else by a person on a terminal. */
final class NamedDatabase {

    private final Output output;

    NamedDatabase(Output output) {
        this.output = output;
    }

    /**
     * Returns the name when it was said.
     *
     * @param name the database that would be dropped
     * @param said what the option says; null where it says nothing
     * @throws CommandEnd when it says another one, or nobody says
     */
    String confirm(String name, @Nullable String said, String option) {
        if (said == null && !output.interactive()) {
            throw new CommandEnd(
                    ExitCode.REFUSED,
                    "This drops the database " + name + ", and there is neither a terminal to ask nor " + option,
                    "Nothing was changed. Name it:\n  " + option + "=" + name);
        }
        String answer = said;
        if (answer == null) {
            output.ask("This drops the database " + name + ". Type its name to confirm: ");
            answer = answer();
        }
        if (!name.equals(answer)) {
            throw new CommandEnd(
                    ExitCode.CANCELLED,
                    "The database that would be dropped is " + name + ", and not " + (answer == null ? "" : answer),
                    "Nothing was changed.");
        }
        return name;
    }

    private static @Nullable String answer() {
        try {
            String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            return line == null ? null : line.strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
