package io.qail.shadow;

import java.time.Duration;

/**
 * What {@link Shadow#sync} did.
 *
 * @param tables that were copied by this call
 * @param rows that were copied by this call
 * @param rounds of catching up
 * @param changes keys that the rounds carried over
 * @param lagRows keys that are left
 */
public record SyncResult(int tables, long rows, int rounds, long changes, long lagRows, Duration duration) {}
