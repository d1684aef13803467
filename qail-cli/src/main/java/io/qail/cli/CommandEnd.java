package io.qail.cli;

/** Ends a command before its end, for a reason that is no failure of QAIL. */
final class CommandEnd extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ExitCode code;
    private final String action;

    /**
     * An end.
     *
     * @param action what the reader can do now
     */
    CommandEnd(ExitCode code, String message, String action) {
        super(message);
        this.code = code;
        this.action = action;
    }

    ExitCode code() {
        return code;
    }

    String action() {
        return action;
    }
}
