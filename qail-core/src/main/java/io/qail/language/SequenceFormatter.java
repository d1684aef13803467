package io.qail.language;

import io.qail.schema.SequenceOptions;
import java.util.ArrayList;
import java.util.List;

/** Writes the options of a sequence that differ from what PostgreSQL takes by itself. */
final class SequenceFormatter {

    private SequenceFormatter() {}

    static String options(SequenceOptions options, String type) {
        SequenceOptions defaults = SequenceOptions.defaults(type, options.increment());
        long first = options.increment() < 0 ? options.maxValue() : options.minValue();
        List<String> written = new ArrayList<>();
        if (options.start() != first) {
            written.add("start " + options.start());
        }
        if (options.increment() != 1) {
            written.add("increment " + options.increment());
        }
        if (options.minValue() != defaults.minValue()) {
            written.add("minvalue " + options.minValue());
        }
        if (options.maxValue() != defaults.maxValue()) {
            written.add("maxvalue " + options.maxValue());
        }
        if (options.cache() != 1) {
            written.add("cache " + options.cache());
        }
        if (options.cycle()) {
            written.add("cycle");
        }
        return String.join(" ", written);
    }
}
