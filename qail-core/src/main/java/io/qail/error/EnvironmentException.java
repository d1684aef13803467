package io.qail.error;

/** What surrounds the migration is not as it has to be: a missing location, an unreachable database, a missing privilege. */
public final class EnvironmentException extends QailException {

    private static final long serialVersionUID = 1L;

    public EnvironmentException(String message, String action) {
        super(message, action);
    }

    public EnvironmentException(String message, String action, Throwable cause) {
        super(message, action, cause);
    }
}
