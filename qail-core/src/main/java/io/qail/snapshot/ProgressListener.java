package io.qail.snapshot;

/** Learns how far a snapshot is; called on the thread that takes it. */
@FunctionalInterface
public interface ProgressListener {

    ProgressListener NONE = (object, records) -> {};

    /**
     * So many records of a table or column are copied.
     *
     * @param object as in the impact report: {@code users.email}
     */
    void progress(String object, long records);
}
