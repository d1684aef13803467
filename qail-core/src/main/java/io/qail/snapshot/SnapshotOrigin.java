package io.qail.snapshot;

/**
 * Whose snapshot it is. The same in the database's row and in {@code manifest.json}; the files are deleted only by the
 * database that it names, and read only where both tokens are equal.
 *
 * @param system identifier of the server
 * @param databaseOid of the database that may delete the files; 0 for none
 * @param token random
 */
public record SnapshotOrigin(String system, long databaseOid, String token) {}
