package io.qail.shadow;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an abort or a detachment took away.
 *
 * @param database the one that it was asked of; nothing of the application in it was changed
 * @param dropped the shadow that was dropped; null where there was none that proved to be it
 * @param remarks what was left, and why
 */
public record AbortResult(String database, @Nullable String dropped, List<String> remarks) {

    public AbortResult {
        remarks = List.copyOf(remarks);
    }
}
