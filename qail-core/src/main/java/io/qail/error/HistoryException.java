package io.qail.error;

/**
 * Scripts and the history of the database disagree: an applied script was edited, is missing, a version comes twice or
 * out of order, the database is newer than the scripts, or it is not empty and has no history. Thrown before anything
 * runs.
 */
public final class HistoryException extends QailException {

    private static final long serialVersionUID = 1L;

    public HistoryException(String message, String action) {
        super(message, action);
    }
}
