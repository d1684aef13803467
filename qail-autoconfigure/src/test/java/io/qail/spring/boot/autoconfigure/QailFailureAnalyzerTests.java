package io.qail.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.error.DataLossException;
import io.qail.error.Diagnostic;
import io.qail.error.EnvironmentException;
import io.qail.error.HistoryException;
import io.qail.error.LockException;
import io.qail.error.MigrationException;
import io.qail.error.QailException;
import io.qail.error.ScriptException;
import io.qail.error.SourcePosition;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.jdbc.CannotGetJdbcConnectionException;

class QailFailureAnalyzerTests {

    @ParameterizedTest
    @MethodSource("failures")
    void everyFailureOfQailIsPrintedWithWhatToDo(QailException failure) {
        FailureAnalysis analysis =
                Objects.requireNonNull(analyse(new BeanCreationException("qailInitializer", "failed", failure)));
        assertThat(analysis.getDescription()).isEqualTo(failure.getMessage());
        assertThat(analysis.getAction()).isEqualTo(failure.action());
    }

    static Stream<QailException> failures() {
        return Stream.of(
                new ScriptException(List.of(new Diagnostic(
                        new SourcePosition("V1__init.qail", 2, 3),
                        "unknown type txt",
                        "  a txt",
                        "did you mean text?"))),
                new HistoryException("V1__init.qail was edited.", "Undo the edit, or repair."),
                new EnvironmentException("The location classpath:db/qail does not exist.", "Create it."),
                new DataLossException("2", 5, "report", "Version 2 puts 5 records at risk.", "Choose a backup mode."),
                new LockException("Table users is locked.", "Try again.", List.of(42)),
                new MigrationException("3", "Version 3 was rolled back.", "Correct it.", "42703", null));
    }

    @Test
    void aFailureOfQailIsPreferredToItsCause() {
        SQLException cause = new SQLException("Connection refused", "08001");
        EnvironmentException failure = new EnvironmentException("The database cannot be reached.", "Start it.", cause);
        FailureAnalysis analysis = analyse(new BeanCreationException("qailInitializer", "failed", failure));
        assertThat(Objects.requireNonNull(analysis).getAction()).isEqualTo("Start it.");
    }

    @ParameterizedTest
    @CsvSource({
        "08001, qail.connect-retries",
        "28P01, spring.datasource.password",
        "28000, pg_hba.conf",
        "3D000, Create the database",
        "57P03, qail.connect-retries"
    })
    void aConnectionThatFailsBeforeQailCouldSaySoIsExplained(String state, String advice) {
        FailureAnalysis analysis = analyse(new BeanCreationException(
                "qail", "failed", new CannotGetJdbcConnectionException("no", new SQLException("it is so", state))));
        assertThat(Objects.requireNonNull(analysis).getDescription())
                .isEqualTo("QAIL cannot connect to the database: it is so (SQLSTATE " + state + ")."
                        + " Nothing was changed.");
        assertThat(analysis.getAction()).contains(advice);
    }

    @Test
    void aFailureOfAnotherBeanIsLeftToOthers() {
        assertThat(analyse(new BeanCreationException(
                        "jdbcTemplate", "failed", new SQLException("Connection refused", "08001"))))
                .isNull();
    }

    @Test
    void anotherFailureOfTheDatabaseIsLeftToOthers() {
        assertThat(analyse(new BeanCreationException("qail", "failed", new SQLException("syntax error", "42601"))))
                .isNull();
        assertThat(analyse(new BeanCreationException("qail", "failed", new SQLException("no state"))))
                .isNull();
    }

    /** As Spring Boot does: all registered analyzers in their order, the first answer counts. */
    private static @Nullable FailureAnalysis analyse(Throwable failure) {
        for (FailureAnalyzer analyzer : SpringFactoriesLoader.forDefaultResourceLocation()
                .load(
                        FailureAnalyzer.class,
                        SpringFactoriesLoader.FailureHandler.logging(
                                org.apache.commons.logging.LogFactory.getLog(QailFailureAnalyzerTests.class)))) {
            if (analyzer.getClass().getPackageName().startsWith("io.qail")) {
                FailureAnalysis analysis = analyzer.analyze(failure);
                if (analysis != null) {
                    return analysis;
                }
            }
        }
        return null;
    }
}
