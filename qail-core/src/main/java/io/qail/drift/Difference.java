package io.qail.drift;

import io.qail.schema.ObjectAddress;

/**
 * One object that is not as expected.
 *
 * @param detail what differs, expected and actual, in words
 */
public record Difference(ObjectAddress object, Kind kind, String detail) {

    /** In which way it differs. */
    public enum Kind {
        /** Expected and not there. */
        MISSING,
        /** There, but different. */
        CHANGED,
        /** There, but not expected. */
        UNEXPECTED
    }
}
