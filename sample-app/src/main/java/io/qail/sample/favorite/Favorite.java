package io.qail.sample.favorite;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A marked city. */
record Favorite(long id, long cityId, String city, @Nullable String note, Instant createdAt) {}
