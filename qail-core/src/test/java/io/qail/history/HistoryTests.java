package io.qail.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

@PostgresTest
class HistoryTests {

    /** S20: of two instances that start at once, the second gets the lock and then sees what the first committed. */
    @Test
    void aTableCommittedSinceTheTransactionBeganIsSeen(TestDatabase database) throws SQLException {
        try (Connection waiting = database.connection();
                Connection first = database.connection()) {
            History history = new History(waiting, "public");
            assertThat(history.exists()).isFalse();
            waiting.setAutoCommit(false);
            SessionSettings.begin(waiting, LockOptions.defaults(), "public");
            new History(first, "public").createTable(first);
            assertThat(history.exists()).isTrue();
            waiting.rollback();
        }
    }
}
