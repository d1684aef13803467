package io.qail.error;

import java.util.List;

/** A lock could not be had within the configured time and tries. Nothing was changed. */
public final class LockException extends QailException {

    private static final long serialVersionUID = 1L;

    private final transient List<Integer> blockingPids;

    public LockException(String message, String action, List<Integer> blockingPids) {
        super(message, action);
        this.blockingPids = List.copyOf(blockingPids);
    }

    public LockException(String message, String action, List<Integer> blockingPids, Throwable cause) {
        super(message, action, cause);
        this.blockingPids = List.copyOf(blockingPids);
    }

    /** Backend pids that held the lock when it was last looked at; empty when they had gone by then. */
    public List<Integer> blockingPids() {
        return blockingPids;
    }
}
