package io.qail.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.error.QailException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * S29 and S30: the server, or the process behind one of QAIL's connections, dies by SIGKILL while a shadow is made, filled,
 * compared or promoted. The primary serves under its name with every row; the shadow can be gone on with or taken away.
 */
@DisabledOnOs(OS.WINDOWS)
class ShadowServerKillTests {

    /** Kills of each kind, at places spread over all steps. */
    private static final int ROUNDS = Integer.getInteger("qail.test.shadow-crash.servers", 1);

    @Test
    void aServerOrABackendThatDiesAtAnyStatementLosesNothing() throws Exception {
        try (KillableServer server = KillableServer.start()) {
            int calls = calls(server);
            for (int round = 0; round < ROUNDS; round++) {
                int middle = 1 + (int) ((round + 0.5) * (calls - 1) / ROUNDS);
                strike(server, "server" + round, middle, round % 2 == 0, connection -> server.kill());
                int later = 1 + (int) ((round + 0.85) * (calls - 1) / ROUNDS);
                strike(server, "backend" + round, later, round % 2 == 1, server::killBackend);
            }
        }
    }

    private static void strike(
            KillableServer server, String name, int place, boolean goOn, FaultyDataSource.Fault fault)
            throws IOException, SQLException {
        String when = name + " killed at call " + place;
        AtomicInteger counted = new AtomicInteger();
        try (ShadowScenario scenario = new ShadowScenario(server.database(name))) {
            scenario.prepare();
            try {
                scenario.whole(ShadowScenario.faulty(scenario.database(), counted, place, fault));
            } catch (QailException e) {
                assertThat(e.action()).as(when).isNotBlank();
            }
            assertThat(counted).as(when).hasValueGreaterThanOrEqualTo(place);
            if (!server.answers()) {
                server.comeBack();
            }
            scenario.assertServes(when);
            scenario.goOnOrAbort(goOn);
        }
    }

    private static int calls(KillableServer server) throws IOException, SQLException {
        AtomicInteger counted = new AtomicInteger();
        try (ShadowScenario scenario = new ShadowScenario(server.database("counted"))) {
            scenario.prepare();
            scenario.whole(scenario.counting(counted));
        }
        return counted.get();
    }
}
