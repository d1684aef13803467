package io.qail.sample.city;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
class CityController {

    private final Cities cities;

    CityController(Cities cities) {
        this.cities = cities;
    }

    /** The most populous cities, of one country or of all, whose name begins with {@code q} in any case. */
    @GetMapping("/cities")
    List<City> find(
            @RequestParam(required = false)
                    @Pattern(regexp = "[A-Za-z]{2}", message = "must be a country code of two letters")
                    @Nullable
                    String country,
            @RequestParam(required = false) @Size(min = 1, max = 100) @Nullable String q,
            @RequestParam(defaultValue = "20") @Min(1) @Max(100) int limit) {
        return cities.find(country, q, limit);
    }

    @GetMapping("/cities/{id}")
    City byId(@PathVariable long id) {
        return cities.byId(id)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no city " + id));
    }

    @GetMapping("/countries")
    List<Country> countries() {
        return cities.countries();
    }

    /** What version 4 drops: gone afterwards, and served again once that version is rolled back. */
    @GetMapping("/countries/{code}/regions")
    List<Region> regions(@PathVariable String code) {
        return cities.regions(code)
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.GONE, "Version 4 dropped the regions; they are in its snapshot"));
    }
}
