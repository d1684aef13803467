package io.qail.language;

import io.qail.schema.DataType;
import io.qail.schema.EnumType;
import io.qail.schema.SqlLiteral;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Types with expressions that PostgreSQL accepts for them. */
final class RandomTypes {

    /**
     * A type.
     *
     * @param check a condition on {@code %s}, or null
     * @param method an index method for it, or null when it can have no index
     */
    record Sample(
            DataType type,
            List<String> defaults,
            @Nullable String check,
            @Nullable String method) {

        boolean isKey() {
            return "btree".equals(method);
        }
    }

    private static final List<Sample> BUILT_IN = List.of(
            sample("integer", "%s > 0", "btree", "42", "(-1)", "(1 + 2)"),
            sample("bigint", "%s <> 0", "btree", "0"),
            sample("smallint", "(%s % 2) = 0", "btree", "2::smallint"),
            sample("numeric(12,2)", "%s >= 0", "btree", "0", "1.5"),
            sample("boolean", null, "btree", "false", "(NOT true)"),
            sample("text", "length(%s) > 0", "btree", "'it''s'", "'a,b; -- {c}'", "'x'::text", "('a' || 'b')"),
            sample("character varying(32)", "%s <> ''", "btree", "'new'::character varying"),
            sample("character(3)", null, "btree", "'EUR'::bpchar"),
            sample("uuid", null, "btree", "gen_random_uuid()"),
            sample("date", "%s > '2000-01-01'::date", "btree", "CURRENT_DATE"),
            sample("timestamp with time zone", null, "btree", "now()", "(now() + '1 day'::interval)"),
            sample("timestamp(3) without time zone", null, "btree", "LOCALTIMESTAMP"),
            sample("time with time zone", null, "btree"),
            sample("interval day to second(3)", null, "btree", "'1 day'::interval"),
            sample("double precision", "%s < 'Infinity'::double precision", "btree", "0.5"),
            sample("real", null, "btree"),
            sample("bytea", null, "btree", "'\\x00'::bytea"),
            sample("bit(4)", null, "btree", "'0101'::\"bit\""),
            sample("bit varying(8)", null, "btree"),
            sample("inet", null, "btree", "'127.0.0.1'::inet"),
            sample("\"char\"", null, "btree"),
            sample("jsonb", "jsonb_typeof(%s) = 'object'", "gin", "'{}'::jsonb"),
            sample("json", null, null),
            sample("xml", null, null),
            sample("point", null, "gist"),
            sample("int4range", "NOT isempty(%s)", "gist", "'[1,2)'::int4range"),
            sample("tstzrange", null, "gist"),
            sample("tsvector", null, "gin"),
            sample("integer[]", "cardinality(%s) < 9", "gin", "'{}'::integer[]", "ARRAY[1, 2]"),
            sample("text[]", null, "gin", "'{\"a,b\",c}'::text[]"));

    private final Random random;
    private final List<Sample> samples = new ArrayList<>(BUILT_IN);

    RandomTypes(Random random, Collection<EnumType> enums) {
        this.random = random;
        for (EnumType type : enums) {
            String cast = "::" + type.name().sql();
            List<String> defaults = type.labels().stream()
                    .map(label -> SqlLiteral.quote(label) + cast)
                    .toList();
            samples.add(new Sample(DataType.of(type.name()), defaults, null, "btree"));
            samples.add(
                    new Sample(new DataType(type.name().schema(), type.name().name(), "", 1), List.of(), null, "gin"));
        }
    }

    Sample any() {
        return samples.get(random.nextInt(samples.size()));
    }

    private static Sample sample(String type, @Nullable String check, @Nullable String method, String... defaults) {
        return new Sample(QailParser.parseType(type), List.of(defaults), check, method);
    }
}
