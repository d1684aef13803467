package io.qail.language;

import io.qail.schema.Column;
import io.qail.schema.Constraint;
import io.qail.schema.EnumType;
import io.qail.schema.Index;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.SchemaBuilder;
import io.qail.schema.Sequence;
import io.qail.schema.SequenceOptions;
import io.qail.schema.Table;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Random schemas with names from harmless to hostile. PostgreSQL 14 and later can create each of them; the same seed gives
 * the same schema.
 */
public final class RandomSchemas {

    /** The schema in which most objects lie. */
    public static final String DEFAULT_SCHEMA = "public";

    private static final List<String> TEXTS = List.of(
            "where we write to",
            "it's \"quoted\" \\ slashed",
            "two\nlines -- no comment",
            "$$ { ( [ 'open",
            "carriage\r\nreturn",
            "ünïcödé 名前 🚨");

    private final Random random;
    private final RandomNames names;
    private final SchemaBuilder builder = Schema.EMPTY.toBuilder();

    private RandomSchemas(long seed) {
        this.random = new Random(seed);
        this.names = new RandomNames(random);
    }

    /** The schema of that seed; a few in a hundred are empty. */
    public static Schema schema(long seed) {
        return new RandomSchemas(seed).generate();
    }

    private Schema generate() {
        for (int i = random.nextInt(3); i > 0; i--) {
            builder.schemas.add(names.free("schemas"));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            enumType();
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            sequence();
        }
        RandomTables tables = new RandomTables(random, names, new RandomTypes(random, builder.enums.values()), builder);
        for (int i = random.nextInt(6); i > 0; i--) {
            tables.add(name());
        }
        comments();
        return builder.build();
    }

    /** A name that is free among relations and types, in one of the schemas. */
    private ObjectName name() {
        List<String> schemas = new ArrayList<>(builder.schemas);
        String schema = schemas.isEmpty() || random.nextInt(3) > 0
                ? DEFAULT_SCHEMA
                : schemas.get(random.nextInt(schemas.size()));
        return ObjectName.of(schema, names.free("in " + schema));
    }

    private void enumType() {
        Set<String> labels = new LinkedHashSet<>(List.of("sad", "ok", "Very Happy"));
        List<String> more = List.of(
                "ACTIVE",
                "it's",
                "a,b",
                "}",
                "1",
                "new\nline",
                "\"",
                "E",
                "ß",
                "-",
                "carriage\rreturn",
                "crlf\r\nlabel");
        labels.add(more.get(random.nextInt(more.size())));
        ObjectName name = name();
        builder.enums.put(name, new EnumType(name, List.copyOf(labels)));
    }

    private void sequence() {
        String type = List.of("smallint", "integer", "bigint").get(random.nextInt(3));
        SequenceOptions options = switch (random.nextInt(4)) {
            case 0 -> SequenceOptions.defaults(type);
            case 1 -> SequenceOptions.defaults(type, -1);
            case 2 -> new SequenceOptions(1000, 5, -10, 20_000, 7, true);
            default -> new SequenceOptions(7, 1, 7, 8, 1, false);
        };
        ObjectName name = name();
        builder.sequences.put(name, new Sequence(name, type, options, null));
    }

    private void comments() {
        List<ObjectAddress> addresses = new ArrayList<>();
        builder.schemas.forEach(name -> addresses.add(ObjectAddress.of(ObjectKind.SCHEMA, ObjectName.global(name))));
        builder.enums.keySet().forEach(name -> addresses.add(ObjectAddress.of(ObjectKind.ENUM, name)));
        builder.sequences.keySet().forEach(name -> addresses.add(ObjectAddress.of(ObjectKind.SEQUENCE, name)));
        for (Table table : builder.tables.values()) {
            addresses.add(ObjectAddress.table(table.name()));
            for (Column column : table.columns()) {
                addresses.add(ObjectAddress.column(table.name(), column.name()));
            }
            for (Constraint constraint : table.constraints()) {
                addresses.add(ObjectAddress.constraint(table.name(), constraint.name()));
            }
        }
        for (Index index : builder.indexes.values()) {
            addresses.add(ObjectAddress.index(index.name()));
        }
        for (ObjectAddress address : addresses) {
            if (random.nextInt(6) == 0) {
                builder.comments.put(address, TEXTS.get(random.nextInt(TEXTS.size())));
            }
        }
    }
}
