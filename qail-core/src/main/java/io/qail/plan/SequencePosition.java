package io.qail.plan;

import io.qail.schema.Identifier;
import io.qail.schema.ObjectName;
import io.qail.schema.SqlLiteral;
import org.jspecify.annotations.Nullable;

/** SQL about the position of a sequence: the number that comes next, which is more than its last value says. */
public final class SequencePosition {

    private SequencePosition() {}

    /**
     * A statement that sets a sequence, unless it is further already.
     *
     * @param sequence SQL of a regclass
     * @param last SQL of the last value, as is {@code called} of whether it was given out
     */
    public static String ahead(String sequence, String last, String called) {
        return DoBlock.of("""
                DECLARE
                    target pg_catalog.regclass := %s;
                    wanted pg_catalog.int8 := %s;
                    used pg_catalog.bool := %s;
                    now_last pg_catalog.int8;
                    now_used pg_catalog.bool;
                    way pg_catalog.int8;
                BEGIN
                    EXECUTE pg_catalog.format('SELECT last_value, is_called FROM %%s', target) INTO now_last, now_used;
                    SELECT pg_catalog.sign(s.seqincrement::pg_catalog.numeric) INTO way FROM pg_catalog.pg_sequence AS s WHERE s.seqrelid = target;
                    IF (wanted::pg_catalog.numeric - now_last) * way + used::pg_catalog.int4 - now_used::pg_catalog.int4 > 0 THEN
                        PERFORM pg_catalog.setval(target, wanted, used);
                    END IF;
                END""".formatted(sequence, last, called));
    }

    /**
     * SQL of the regclass that numbers a column.
     *
     * @param sequence null for an identity column
     */
    static String of(ObjectName table, String column, @Nullable ObjectName sequence) {
        if (sequence != null) {
            return SqlLiteral.quote(sequence.sql()) + "::pg_catalog.regclass";
        }
        // pg_get_serial_sequence() is no help: a serial column's old sequence may still be there (ran on 14).
        return "(SELECT d.objid::pg_catalog.regclass FROM pg_catalog.pg_depend AS d JOIN pg_catalog.pg_attribute AS a"
                + " ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE a.attrelid = "
                + SqlLiteral.quote(table.sql()) + "::pg_catalog.regclass AND a.attname = " + SqlLiteral.quote(column)
                + " AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype = 'i')";
    }

    /** The setting of the transaction that keeps the position for a column. */
    static String setting(ObjectName table, String column) {
        String address = table.sql() + "." + Identifier.quote(column);
        return SqlLiteral.quote("qail.position_" + Plan.sha256(address).substring(0, 32));
    }
}
