package io.qail.migrate;

/**
 * A version that is not applied yet.
 *
 * @param script the name of its file
 */
public record PendingMigration(String version, String description, String script, String checksum) {}
