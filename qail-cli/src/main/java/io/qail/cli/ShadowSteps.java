package io.qail.cli;

import io.qail.shadow.ShadowListener;
import java.util.Locale;
import java.util.function.Supplier;

/** Shows the numbered steps of a shadow database while they run; several tables report at once. */
final class ShadowSteps implements ShadowListener {

    private static final String INDENT = "      ";

    private final Output output;
    private String current = "";

    ShadowSteps(Output output) {
        this.output = output;
    }

    /** Runs a part of the work; its last step ends with it, by a tick or a cross. */
    <T> T during(Supplier<T> work) {
        boolean done = false;
        try {
            T result = work.get();
            done = true;
            return result;
        } finally {
            end(done ? output.good("✓") : output.bad("✗"));
        }
    }

    @Override
    public synchronized void step(int number, int steps, String title) {
        end(output.good("✓"));
        current = "[" + number + "/" + steps + "] " + title;
        output.sayUnfinished(current + " …");
    }

    @Override
    public synchronized void copying(String table, long rows) {
        head();
        output.sayUnfinished(String.format(Locale.ROOT, "%s%s %,d rows", INDENT, table, rows));
    }

    @Override
    public synchronized void copied(String table, long rows) {
        head();
        output.sayFinished(String.format(Locale.ROOT, "%s%s %s (%,d rows)", INDENT, output.good("✓"), table, rows));
    }

    /** The step that the tables' lines stand below. */
    private void head() {
        if (!current.isEmpty()) {
            output.sayFinished(current + " …");
            current = "";
        }
    }

    private synchronized void end(String sign) {
        if (!current.isEmpty()) {
            output.sayFinished(current + " " + sign);
            current = "";
        }
    }
}
