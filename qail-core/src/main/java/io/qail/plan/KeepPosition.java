package io.qail.plan;

import io.qail.schema.ObjectName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Remembers where the sequence of a column is, before another one takes over. Others can take no numbers from it any more.
 *
 * @param sequence null for the one of an identity column
 */
record KeepPosition(
        ObjectName table, String column, @Nullable ObjectName sequence) implements ColumnOperation {

    @Override
    public String action() {
        return "KEEP POSITION";
    }

    @Override
    public Effect effect() {
        return Effect.ALTER;
    }

    @Override
    public List<String> statements() {
        return List.of(DoBlock.of(
                """
                DECLARE
                    source pg_catalog.regclass := %s;
                    place pg_catalog.text;
                BEGIN
                    EXECUTE (SELECT pg_catalog.format('ALTER SEQUENCE %%s CACHE %%s', source, s.seqcache)
                        FROM pg_catalog.pg_sequence AS s WHERE s.seqrelid = source);
                    EXECUTE pg_catalog.format('SELECT pg_catalog.concat_ws('' '', last_value, is_called) FROM %%s', source) INTO place;
                    PERFORM pg_catalog.set_config(%s, place, true);
                END""".formatted(SequencePosition.of(table, column, sequence), SequencePosition.setting(table, column))));
    }

    @Override
    public List<Operation> inverse() {
        return List.of(new ContinuePosition(table, column, sequence));
    }
}
