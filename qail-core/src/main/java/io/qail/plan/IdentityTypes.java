package io.qail.plan;

import io.qail.schema.DataType;
import io.qail.schema.Identity;
import io.qail.schema.SequenceOptions;

/** What becomes of an identity's numbers when its column gets another type. */
final class IdentityTypes {

    private IdentityTypes() {}

    /** PostgreSQL gives the sequence of the column the new type, and moves bounds that are the old type's. */
    static Identity afterChange(Identity identity, DataType from, DataType to) {
        SequenceOptions options = identity.options();
        SequenceOptions before = SequenceOptions.defaults(from.sql(), options.increment());
        SequenceOptions after = SequenceOptions.defaults(to.sql(), options.increment());
        return new Identity(
                identity.always(),
                new SequenceOptions(
                        options.start(),
                        options.increment(),
                        options.minValue() == before.minValue() ? after.minValue() : options.minValue(),
                        options.maxValue() == before.maxValue() ? after.maxValue() : options.maxValue(),
                        options.cache(),
                        options.cycle()));
    }
}
