package io.qail.plan;

import io.qail.schema.EnumType;
import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import io.qail.schema.Schema;
import io.qail.schema.SchemaBuilder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Enum types; the columns of a replaced one are changed with their tables. */
final class EnumDiff {

    private EnumDiff() {}

    static void compare(Comparison comparison, PhasedOperations operations) {
        Schema from = comparison.from;
        comparison.to.enums().forEach((name, type) -> {
            EnumType old = from.enums().get(name);
            if (old == null) {
                operations.add(Phase.CREATE_ENUM, new CreateEnum(type));
            } else if (comparison.replacedEnums().containsKey(name)) {
                EnumType meanwhile =
                        Objects.requireNonNull(comparison.replacedEnums().get(name));
                operations.add(Phase.REPLACE_ENUM, new RenameEnum(name, meanwhile.name()));
                operations.add(Phase.REPLACE_ENUM, new CreateEnum(type));
                operations.add(Phase.DROP_ENUM, new DropEnum(meanwhile, comment(comparison, name)));
            } else if (!old.equals(type)) {
                operations.add(
                        Phase.CREATE_ENUM,
                        new AddEnumValue(old, type, EnumReplacement.operations(staying(comparison), type, old)));
            }
        });
        from.enums().forEach((name, type) -> {
            if (!comparison.to.enums().containsKey(name)) {
                operations.add(Phase.DROP_ENUM, new DropEnum(type, comment(comparison, name)));
            }
        });
    }

    /** What made way before the labels came is not back yet when they go again. */
    private static Schema staying(Comparison comparison) {
        SchemaBuilder staying = comparison.from.toBuilder();
        staying.objects.keySet().removeIf(comparison.objects()::isGone);
        return staying.build();
    }

    private static @Nullable String comment(Comparison comparison, ObjectName name) {
        return comparison.comment(ObjectAddress.of(ObjectKind.ENUM, name));
    }
}
