package io.qail.sample.favorite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code favorites}. */
@Repository
class Favorites {

    private final JdbcClient jdbc;

    Favorites(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Favorite> all() {
        return jdbc.sql("""
                        SELECT favorites.id, city_id, name, note, created_at
                        FROM favorites JOIN cities ON cities.id = city_id
                        ORDER BY favorites.id
                        """).query(Favorites::favorite).list();
    }

    /** Empty when there is no such city. */
    Optional<Favorite> add(long cityId, @Nullable String note) {
        return jdbc.sql("""
                        WITH added AS (
                            INSERT INTO favorites (city_id, note) SELECT id, :note FROM cities WHERE id = :cityId
                            RETURNING id, city_id, note, created_at)
                        SELECT added.*, name FROM added JOIN cities ON cities.id = city_id
                        """)
                .param("cityId", cityId)
                .param("note", note)
                .query(Favorites::favorite)
                .optional();
    }

    /** Whether there was one. */
    boolean remove(long id) {
        return jdbc.sql("DELETE FROM favorites WHERE id = :id").param("id", id).update() == 1;
    }

    private static Favorite favorite(ResultSet row, int number) throws SQLException {
        return new Favorite(
                row.getLong("id"),
                row.getLong("city_id"),
                row.getString("name"),
                row.getString("note"),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }
}
