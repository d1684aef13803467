package io.qail.sample.favorite;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** What a client sends to mark a city. */
record NewFavorite(
        @NotNull Long cityId, @Size(max = 200) @Nullable String note) {}
