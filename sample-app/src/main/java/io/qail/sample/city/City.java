package io.qail.sample.city;

import java.math.BigDecimal;

/**
 * A populated place.
 *
 * @param id its number at GeoNames
 * @param country ISO 3166 code of two letters
 * @param capital whether it is the capital of its country
 */
record City(
        long id,
        String name,
        String country,
        boolean capital,
        int population,
        BigDecimal longitude,
        BigDecimal latitude) {}
