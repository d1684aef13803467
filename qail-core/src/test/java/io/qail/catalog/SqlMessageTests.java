package io.qail.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.EmptyResultDataAccessException;

class SqlMessageTests {

    @Test
    void behindABrokenConnectionStandsTheExceptionOfTheDriver() {
        SQLException broken = new SQLException("An I/O error occurred", "08006", new EOFException());
        assertThat(SqlMessage.behind(new DataAccessResourceFailureException("…", broken)))
                .containsSame(broken);
    }

    @Test
    void behindAWrongNumberOfRowsStandsNone() {
        assertThat(SqlMessage.behind(new EmptyResultDataAccessException(1))).isEmpty();
    }
}
