package io.qail.sample.city;

import org.jspecify.annotations.Nullable;

/**
 * A country and the sum of what the directory knows of it.
 *
 * @param code ISO 3166 code of two letters
 * @param cities how many cities the directory lists
 * @param population of these cities
 */
record Country(String code, String name, @Nullable String capital, long cities, long population) {}
