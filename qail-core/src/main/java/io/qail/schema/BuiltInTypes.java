package io.qail.schema;

import java.util.Set;

/** The types of PostgreSQL 14 to 18 that a column can have, in the words of {@code format_type}. */
public final class BuiltInTypes {

    private static final Set<String> ONE_WORD = Set.of(
            ("aclitem bigint bit boolean box bpchar bytea character cid cidr circle date datemultirange daterange "
                            + "gtsvector inet int2vector int4multirange int4range int8multirange int8range integer interval json "
                            + "jsonb jsonpath line lseg macaddr macaddr8 money name numeric nummultirange numrange oid oidvector "
                            + "path pg_brin_bloom_summary pg_brin_minmax_multi_summary pg_dependencies pg_lsn pg_mcv_list "
                            + "pg_ndistinct pg_node_tree pg_snapshot point polygon real refcursor regclass regcollation regconfig "
                            + "regdictionary regnamespace regoper regoperator regproc regprocedure regrole regtype smallint text "
                            + "tid tsmultirange tsquery tsrange tstzmultirange tstzrange tsvector txid_snapshot uuid xid xid8 xml")
                    .split(" "));

    private static final Set<String> OTHER = Set.of(
            "\"bit\"",
            "\"char\"",
            "bit varying",
            "character varying",
            "double precision",
            "time with time zone",
            "time without time zone",
            "timestamp with time zone",
            "timestamp without time zone");

    /** Types of arguments and results only; their names are found before those of a user, too. */
    private static final Set<String> PSEUDO =
            Set.of(("any anyarray anycompatible anycompatiblearray anycompatiblemultirange anycompatiblenonarray "
                            + "anycompatiblerange anyelement anyenum anymultirange anynonarray anyrange cstring "
                            + "event_trigger fdw_handler index_am_handler internal language_handler record "
                            + "table_am_handler trigger tsm_handler void")
                    .split(" "));

    private BuiltInTypes() {}

    /** Whether the name, without modifier and brackets, is that of a built-in type in canonical words. */
    public static boolean contains(String name) {
        return ONE_WORD.contains(name) || OTHER.contains(name);
    }

    /** Whether the name is that of a pseudo type, which only an argument or result of a routine can have. */
    public static boolean isPseudo(String name) {
        return PSEUDO.contains(name);
    }
}
