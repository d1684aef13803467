package io.qail.sample.favorite;

import jakarta.validation.Valid;
import java.net.URI;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
@RequestMapping("/favorites")
class FavoriteController {

    private final Favorites favorites;

    FavoriteController(Favorites favorites) {
        this.favorites = favorites;
    }

    @GetMapping
    List<Favorite> all() {
        return favorites.all();
    }

    @PostMapping
    ResponseEntity<Favorite> add(@Valid @RequestBody NewFavorite favorite) {
        return favorites
                .add(favorite.cityId(), favorite.note())
                .map(added -> ResponseEntity.created(URI.create("/favorites/" + added.id()))
                        .body(added))
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.UNPROCESSABLE_CONTENT, "There is no city " + favorite.cityId()));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable long id) {
        if (!favorites.remove(id)) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no favorite " + id);
        }
    }
}
