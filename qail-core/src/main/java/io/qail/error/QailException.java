package io.qail.error;

/**
 * Root of everything that QAIL throws on purpose. The message says what happened and where; {@link #action()} says what
 * to do about it. Neither ever holds a password or a value of a row.
 */
public abstract class QailException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String action;

    protected QailException(String message, String action) {
        super(message);
        this.action = action;
    }

    protected QailException(String message, String action, Throwable cause) {
        super(message, cause);
        this.action = action;
    }

    /** What the reader can do now, in one or more sentences. */
    public final String action() {
        return action;
    }
}
