package io.qail.migrate;

import io.qail.plan.Operation;
import java.sql.Connection;
import java.sql.SQLException;

/** An operation that does more with its statements than run them: it counts, or feeds them a file. */
public interface DataOperation extends Operation {

    /**
     * Runs exactly {@link #statements()}, and looks at what they did.
     *
     * @throws io.qail.error.QailException when that is not what must be; the transaction is rolled back
     */
    void run(Connection connection) throws SQLException;
}
