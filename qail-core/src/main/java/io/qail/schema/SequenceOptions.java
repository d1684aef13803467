package io.qail.schema;

/**
 * The numbers of a sequence, all of them concrete: a declaration that leaves one out gets PostgreSQL's default for the
 * sequence's type, so that declared and live options compare by value.
 */
public record SequenceOptions(long start, long increment, long minValue, long maxValue, long cache, boolean cycle) {

    /** PostgreSQL's defaults for an ascending sequence of the type ({@code smallint}, {@code integer}, {@code bigint}). */
    public static SequenceOptions defaults(String type) {
        return defaults(type, 1);
    }

    /** PostgreSQL's defaults for a sequence of the type with that increment; a negative one counts down from -1. */
    public static SequenceOptions defaults(String type, long increment) {
        return increment < 0
                ? new SequenceOptions(-1, increment, lowest(type), -1, 1, false)
                : new SequenceOptions(1, increment, 1, highest(type), 1, false);
    }

    /** The options as SQL, only those that differ from the type's defaults; empty when none does. */
    public String sql(String type) {
        SequenceOptions defaults = defaults(type, increment);
        StringBuilder sql = new StringBuilder();
        if (increment != 1) {
            sql.append(" INCREMENT BY ").append(increment);
        }
        if (minValue != defaults.minValue) {
            sql.append(" MINVALUE ").append(minValue);
        }
        if (maxValue != defaults.maxValue) {
            sql.append(" MAXVALUE ").append(maxValue);
        }
        if (start != (increment < 0 ? maxValue : minValue)) {
            sql.append(" START WITH ").append(start);
        }
        if (cache != 1) {
            sql.append(" CACHE ").append(cache);
        }
        if (cycle) {
            sql.append(" CYCLE");
        }
        return sql.toString().strip();
    }

    private static long highest(String type) {
        return switch (type) {
            case "smallint" -> Short.MAX_VALUE;
            case "integer" -> Integer.MAX_VALUE;
            default -> Long.MAX_VALUE;
        };
    }

    private static long lowest(String type) {
        return switch (type) {
            case "smallint" -> Short.MIN_VALUE;
            case "integer" -> Integer.MIN_VALUE;
            default -> Long.MIN_VALUE;
        };
    }
}
