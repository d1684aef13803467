package io.qail.error;

import org.jspecify.annotations.Nullable;

/**
 * A migration began and was rolled back: PostgreSQL refused a statement, a snapshot could not be taken, or the result was
 * not the expected one. The database is as it was before this version.
 */
public final class MigrationException extends QailException {

    private static final long serialVersionUID = 1L;

    private final String version;
    private final @Nullable String sqlState;

    public MigrationException(String version, String message, String action) {
        super(message, action);
        this.version = version;
        this.sqlState = null;
    }

    public MigrationException(
            String version, String message, String action, @Nullable String sqlState, @Nullable Throwable cause) {
        super(message, action);
        if (cause != null) {
            initCause(cause);
        }
        this.version = version;
        this.sqlState = sqlState;
    }

    public String version() {
        return version;
    }

    /** PostgreSQL's five-character code, where a statement of it was the cause. */
    public @Nullable String sqlState() {
        return sqlState;
    }
}
