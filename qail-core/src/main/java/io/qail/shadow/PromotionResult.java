package io.qail.shadow;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a promotion did.
 *
 * @param database the name under which the application goes on
 * @param oldDatabase the database that served before, under its new name; null when it was dropped
 * @param pause from the moment when writers had to wait until the new database could be reached; zero when only a
 *     promotion that had been interrupted was finished
 * @param remarks what is left to do, each a sentence
 */
public record PromotionResult(String database, @Nullable String oldDatabase, Duration pause, List<String> remarks) {

    public PromotionResult {
        remarks = List.copyOf(remarks);
    }
}
