package io.qail.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

import io.qail.Qail;
import io.qail.QailOptions;
import io.qail.migrate.MigrateOptions;
import io.qail.migrate.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class ModeMigrationStrategyTests {

    private final ModeMigrationStrategy strategy = new ModeMigrationStrategy();

    @Test
    void migrates() {
        Qail qail = qail(Mode.MIGRATE);
        strategy.migrate(qail);
        then(qail).should().migrate();
        then(qail).should(never()).validate();
    }

    @Test
    void validates() {
        Qail qail = qail(Mode.VALIDATE);
        strategy.migrate(qail);
        then(qail).should().validate();
        then(qail).should(never()).migrate();
    }

    @Test
    void plansAndMigratesNothing() {
        Qail qail = qail(Mode.PLAN);
        strategy.migrate(qail);
        then(qail).should().plan();
        then(qail).should(never()).migrate();
    }

    @Test
    void saysThatNothingIsPending(CapturedOutput output) {
        strategy.migrate(qail(Mode.PLAN));
        assertThat(output).contains("qail.mode is plan: nothing is pending");
    }

    private static Qail qail(Mode mode) {
        Qail qail = mock(Qail.class);
        given(qail.options())
                .willReturn(QailOptions.defaults()
                        .withMigrate(MigrateOptions.defaults().withMode(mode)));
        return qail;
    }
}
