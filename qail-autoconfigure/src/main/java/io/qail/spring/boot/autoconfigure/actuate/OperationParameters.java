package io.qail.spring.boot.autoconfigure.actuate;

import io.qail.rollback.Conflict;
import org.jspecify.annotations.Nullable;

/**
 * What a request says besides the operation. An operation looks at those that concern it.
 *
 * @param to a version of the history
 * @param data whether records come back too; null for yes
 * @param conflict which value holds where one was changed since
 * @param acceptSql whether what {@code sql} blocks did to rows may stay; null for no
 */
record OperationParameters(
        @Nullable String to,
        @Nullable Boolean data,
        @Nullable Conflict conflict,
        @Nullable Boolean acceptSql) {}
