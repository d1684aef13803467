package io.qail.language;

import io.qail.schema.SchemaObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the objects that stand for themselves: domains, types, statistics, views, routines, triggers and policies. */
final class ObjectReader {

    private final Cursor cursor;
    private final TypeDeclarationReader types;
    private final AggregateReader aggregates;

    ObjectReader(Cursor cursor, Recovery recovery) {
        this.cursor = cursor;
        this.types = new TypeDeclarationReader(cursor, recovery);
        this.aggregates = new AggregateReader(cursor, recovery);
    }

    /** The object whose first word stands next, or null when that is another word. */
    @Nullable
    SchemaObject read() {
        if (cursor.acceptKeyword("materialized_view")) {
            return new ViewReader(cursor).read(true);
        }
        if (cursor.acceptKeyword("constraint_trigger")) {
            return new TriggerReader(cursor, true).read();
        }
        return switch (cursor.word()) {
            case "domain" -> {
                cursor.next();
                yield types.domain();
            }
            case "type" -> {
                cursor.next();
                yield types.composite();
            }
            case "statistics" -> {
                cursor.next();
                yield new StatisticsReader(cursor).read();
            }
            case "view" -> {
                cursor.next();
                yield new ViewReader(cursor).read(false);
            }
            case "function", "procedure" -> {
                boolean procedure = cursor.word().equals("procedure");
                cursor.next();
                yield new RoutineReader(cursor).read(procedure);
            }
            case "aggregate" -> {
                cursor.next();
                yield aggregates.read();
            }
            case "trigger" -> {
                cursor.next();
                yield new TriggerReader(cursor, false).read();
            }
            case "policy" -> {
                cursor.next();
                yield new PolicyReader(cursor).read();
            }
            case "materialized" -> throw cursor.unexpected("`materialized view`", List.of());
            case "constraint" -> throw cursor.unexpected("`constraint trigger`", List.of());
            default -> null;
        };
    }
}
