package io.qail.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.schema.Column;
import io.qail.schema.Constraint;
import io.qail.schema.EnumType;
import io.qail.schema.Index;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.SchemaBuilder;
import io.qail.schema.SchemaObject;
import io.qail.schema.Sequence;
import io.qail.schema.Table;
import io.qail.schema.TableOptions;
import io.qail.schema.Variations;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** S21. The verified commit sees every component of every object: a change of any one is a difference with words. */
class EveryComponentTests {

    /** The order of columns and the building of an index have no meaning; a compression that is left open fits everything. */
    private static final Set<String> WITHOUT_MEANING = Set.of("concurrently");

    static Stream<Class<?>> kinds() {
        return Arrays.stream(SchemaObject.class.getPermittedSubclasses());
    }

    static Stream<Class<?>> constraints() {
        return Arrays.stream(Constraint.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyComponentOfAnObjectIsCompared(Class<? extends Record> kind) {
        everyVariationDiffers((SchemaObject) Variations.sample(kind), object -> {
            SchemaBuilder builder = Schema.EMPTY.toBuilder();
            builder.put(object);
            return builder.build();
        });
    }

    @ParameterizedTest
    @MethodSource("constraints")
    void everyComponentOfAConstraintIsCompared(Class<? extends Record> kind) {
        everyVariationDiffers((Constraint) Variations.sample(kind), constraint -> table(with(constraint)));
    }

    @Test
    void everyComponentOfATableColumnIndexSequenceAndEnumIsCompared() {
        Column notNull = Variations.of(Variations.sample(Column.class)).get("notNull");
        everyVariationDiffers(notNull, column -> table(new Table(NAME, List.of(column), List.of(), OPTIONS)));
        everyVariationDiffers(Variations.sample(Index.class), index -> {
            SchemaBuilder builder = Schema.EMPTY.toBuilder();
            builder.indexes.put(index.name(), index);
            return builder.build();
        });
        everyVariationDiffers(Variations.sample(Sequence.class), sequence -> {
            SchemaBuilder builder = Schema.EMPTY.toBuilder();
            builder.sequences.put(sequence.name(), sequence);
            return builder.build();
        });
        everyVariationDiffers(Variations.sample(EnumType.class), type -> {
            SchemaBuilder builder = Schema.EMPTY.toBuilder();
            builder.enums.put(type.name(), type);
            return builder.build();
        });
        everyVariationDiffers(
                Variations.sample(TableOptions.class),
                options -> table(new Table(NAME, List.of(), List.of(), options)));
    }

    private static final ObjectName NAME = ObjectName.of("public", "t");
    private static final TableOptions OPTIONS = TableOptions.NONE;

    private static Table with(Constraint constraint) {
        return new Table(NAME, List.of(), List.of(constraint), OPTIONS);
    }

    private static Schema table(Table table) {
        SchemaBuilder builder = Schema.EMPTY.toBuilder();
        builder.tables.put(table.name(), table);
        return builder.build();
    }

    /** Two values that exclude each other, or a list of columns for ON DELETE NO ACTION, are in no SQL. */
    private static boolean isTheSame(Object object, Object other) {
        if (object instanceof Constraint constraint) {
            return constraint.sql().equals(((Constraint) other).sql());
        }
        return object instanceof Index index && index.sql().equals(((Index) other).sql());
    }

    private static <T> void everyVariationDiffers(T object, Function<T, Schema> schema) {
        Map<String, ? extends Record> variations = Variations.of((Record) object);
        assertThat(variations).hasSizeGreaterThan(((Record) object).getClass().getRecordComponents().length / 2);
        variations.forEach((path, varied) -> {
            @SuppressWarnings("unchecked")
            T other = (T) varied;
            if (!WITHOUT_MEANING.contains(path) && !isTheSame(object, other)) {
                assertThat(SchemaComparison.compare(schema.apply(object), schema.apply(other)))
                        .as("%s of %s", path, object.getClass().getSimpleName())
                        .isNotEmpty()
                        .allSatisfy(
                                difference -> assertThat(difference.detail()).isNotBlank());
            }
        });
    }
}
