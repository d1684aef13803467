package io.qail.spring.boot.autoconfigure;

import io.qail.Qail;

/**
 * What happens with {@link Qail} at the start of the application, on the thread that starts it and before any bean that
 * needs the database. A bean of this type takes the place of the default, which does what {@code qail.mode} says.
 */
@FunctionalInterface
public interface QailMigrationStrategy {

    /** An exception from here stops the start. */
    void migrate(Qail qail);
}
