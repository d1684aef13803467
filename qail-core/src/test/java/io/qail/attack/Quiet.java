package io.qail.attack;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** Thousands of reports of impact are of no use to the reader of a log. */
final class Quiet {

    private Quiet() {}

    static void logs() {
        for (String name : new String[] {"qail", "io.qail"}) {
            if (LoggerFactory.getLogger(name) instanceof Logger logger) {
                logger.setLevel(Level.ERROR);
            }
        }
    }
}
