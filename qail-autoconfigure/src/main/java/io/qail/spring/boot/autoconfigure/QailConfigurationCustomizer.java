package io.qail.spring.boot.autoconfigure;

import io.qail.QailOptions;

/**
 * Changes the options that come from the {@code qail.*} properties before they are used. Beans of this type are applied
 * in their order, each to the result of the one before.
 */
@FunctionalInterface
public interface QailConfigurationCustomizer {

    QailOptions customize(QailOptions options);
}
