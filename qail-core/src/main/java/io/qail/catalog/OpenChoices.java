package io.qail.catalog;

import io.qail.schema.Column;
import io.qail.schema.Extension;
import io.qail.schema.Index;
import io.qail.schema.Schema;
import io.qail.schema.SchemaBuilder;
import io.qail.schema.Table;
import org.jspecify.annotations.Nullable;

/** What a declaration leaves to the server, and what no catalog keeps, as it is in the live schema. */
final class OpenChoices {

    private OpenChoices() {}

    static Schema settle(Schema declared, Schema live) {
        SchemaBuilder schema = declared.toBuilder();
        schema.extensions.replaceAll(
                (name, extension) -> settle(extension, live.extensions().get(name)));
        schema.indexes.replaceAll((name, index) -> settle(index, live.indexes().get(name)));
        schema.tables.replaceAll((name, table) -> settle(table, live.tables().get(name)));
        return schema.build();
    }

    /** The declaration in the words of the other schema, and open again where it left the choice to the server. */
    static Schema reopen(Schema settled, Schema declared) {
        SchemaBuilder schema = declared.toBuilder();
        schema.indexes.replaceAll((name, index) -> {
            Index words = settled.indexes().get(name);
            return words == null ? index : words.withConcurrently(index.concurrently());
        });
        schema.tables.replaceAll((name, table) -> {
            Table words = settled.tables().get(name);
            return words == null ? table : reopen(words, table);
        });
        schema.objects.replaceAll((address, object) -> settled.objects().getOrDefault(address, object));
        return schema.build();
    }

    private static Table reopen(Table settled, Table declared) {
        return settled.withColumns(settled.columns().stream()
                .map(column -> declared.column(column.name())
                        .map(open -> column.withCompression(open.compression()).withNotNullName(open.notNullName()))
                        .orElse(column))
                .toList());
    }

    private static Extension settle(Extension declared, @Nullable Extension live) {
        return live == null
                ? declared
                : new Extension(
                        declared.name(),
                        declared.schema() == null ? live.schema() : declared.schema(),
                        declared.version() == null ? live.version() : declared.version());
    }

    private static Index settle(Index declared, @Nullable Index live) {
        return live == null ? declared : declared.withConcurrently(live.concurrently());
    }

    private static Table settle(Table declared, @Nullable Table live) {
        return live == null
                ? declared
                : declared.withColumns(declared.columns().stream()
                        .map(column -> settle(column, live.column(column.name()).orElse(column)))
                        .toList());
    }

    private static Column settle(Column declared, Column live) {
        Column column = declared.compression() == null ? declared.withCompression(live.compression()) : declared;
        return declared.notNull() && declared.notNullName() == null
                ? column.withNotNullName(live.notNullName())
                : column;
    }
}
