package io.qail.plan;

import io.qail.schema.ObjectAddress;
import io.qail.schema.ObjectKind;
import io.qail.schema.ObjectName;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs SQL of the script that QAIL does not read.
 *
 * @param undo SQL of the script that leads back, or null
 * @param confirmed whether the script says that it is meant
 */
public record RunSql(String sql, @Nullable String undo, boolean confirmed) implements TablelessOperation {

    @Override
    public String action() {
        return "SQL";
    }

    @Override
    public Effect effect() {
        return Effect.DATA;
    }

    /** It acts on what it likes; there is no one name for that. */
    @Override
    public ObjectAddress object() {
        return ObjectAddress.of(ObjectKind.SCHEMA, ObjectName.global(""));
    }

    @Override
    public List<String> statements() {
        return List.of(sql.strip().replaceAll("[;\\s]+$", ""));
    }

    @Override
    public Optional<Risk> risk() {
        return Optional.of(new Risk.Unanalysed(sql, confirmed));
    }

    @Override
    public List<Operation> inverse() {
        return undo == null ? List.of() : List.of(new RunSql(undo, sql, confirmed));
    }
}
