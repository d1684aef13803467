package io.qail.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every artifact that an application gets carries its licence and its notice. */
class LicencesTests {

    private static final List<String> MODULES =
            List.of("qail-core", "qail-autoconfigure", "qail-spring-boot-starter", "sample-app");

    @Test
    void everyModuleCarriesLicenceAndNotice() throws IOException {
        for (String file : List.of("META-INF/LICENSE", "META-INF/NOTICE")) {
            List<String> found = Collections.list(getClass().getClassLoader().getResources(file)).stream()
                    .map(URL::toString)
                    .toList();
            assertThat(MODULES)
                    .allSatisfy(module ->
                            assertThat(found).as(file + " of " + module).anyMatch(url -> url.contains(module)));
        }
    }
}
