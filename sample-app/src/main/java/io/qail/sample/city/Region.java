package io.qail.sample.city;

import org.jspecify.annotations.Nullable;

/**
 * A region of a country.
 *
 * @param code GeoNames' code of the region within the country
 * @param cities how many cities of it the directory lists
 * @param population of these cities
 * @param largest the name of the most populous of them
 */
record Region(
        String code, int cities, long population, @Nullable String largest) {}
