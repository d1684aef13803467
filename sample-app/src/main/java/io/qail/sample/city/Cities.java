package io.qail.sample.city;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables {@code cities}, {@code countries} and, up to version 3, {@code regions}. */
@Repository
class Cities {

    private static final String SELECT =
            "SELECT id, name, country_code AS country, capital, population, longitude, latitude FROM cities ";

    private final JdbcClient jdbc;

    Cities(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Cities by population; null leaves a criterion out. */
    List<City> find(@Nullable String country, @Nullable String prefix, int limit) {
        return jdbc.sql(SELECT + """
                        WHERE (CAST(:country AS text) IS NULL OR country_code = upper(:country))
                          AND (CAST(:pattern AS text) IS NULL OR lower(name) LIKE lower(:pattern))
                        ORDER BY population DESC, id
                        LIMIT :limit
                        """)
                .param("country", country)
                .param("pattern", prefix == null ? null : prefix.replaceAll("([\\\\%_])", "\\\\$1") + "%")
                .param("limit", limit)
                .query(City.class)
                .list();
    }

    Optional<City> byId(long id) {
        return jdbc.sql(SELECT + "WHERE id = :id")
                .param("id", id)
                .query(City.class)
                .optional();
    }

    List<Country> countries() {
        return jdbc.sql("""
                        SELECT code, countries.capital, count(*) AS cities, sum(population) AS population
                        FROM countries JOIN cities ON country_code = code
                        GROUP BY code
                        ORDER BY code
                        """)
                .query((row, number) -> new Country(
                        row.getString("code"),
                        name(row.getString("code")),
                        row.getString("capital"),
                        row.getLong("cities"),
                        row.getLong("population")))
                .list();
    }

    /** Empty where the table is gone, as it is after version 4. */
    Optional<List<Region>> regions(String country) {
        boolean there = jdbc.sql("SELECT to_regclass('regions') IS NOT NULL")
                .query(Boolean.class)
                .single();
        return there ? Optional.of(regionsOf(country)) : Optional.empty();
    }

    private List<Region> regionsOf(String country) {
        return jdbc.sql("""
                        SELECT code, cities, population,
                               (SELECT name FROM cities c
                                WHERE c.country_code = r.country_code AND c.region_code = r.code
                                ORDER BY c.population DESC, c.id LIMIT 1) AS largest
                        FROM regions r
                        WHERE country_code = upper(:country)
                        ORDER BY population DESC, code
                        """).param("country", country).query(Region.class).list();
    }

    private static String name(String code) {
        return new Locale.Builder().setRegion(code).build().getDisplayCountry(Locale.ENGLISH);
    }
}
