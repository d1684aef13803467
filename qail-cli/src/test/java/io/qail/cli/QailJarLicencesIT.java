package io.qail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code qail.jar} contains other libraries; it carries the licence of each. */
class QailJarLicencesIT {

    private static final Pattern ARTIFACT = Pattern.compile("(.+?)-\\d[^/]*\\.jar");

    @Test
    void theJarCarriesItsOwnLicenceAndThatOfEachDependency() throws IOException {
        List<String> dependencies = dependencies();
        assertThat(dependencies).contains("postgresql", "picocli", "slf4j-api");
        try (JarFile jar = new JarFile("target/qail.jar")) {
            assertThat(jar.getJarEntry("META-INF/LICENSE")).isNotNull();
            assertThat(jar.getJarEntry("META-INF/NOTICE")).isNotNull();
            assertThat(dependencies)
                    .allSatisfy(artifact -> assertThat(jar.stream()
                                    .map(entry -> entry.getName().toLowerCase(Locale.ROOT))
                                    .filter(name -> name.startsWith("meta-inf/licenses/" + artifact + "-jar/license")))
                            .as("licence of " + artifact)
                            .isNotEmpty());
        }
    }

    private static List<String> dependencies() throws IOException {
        return Files.readString(Path.of("target/runtime.classpath"))
                .strip()
                .transform(path -> List.of(path.split(File.pathSeparator)))
                .stream()
                .map(path -> ARTIFACT.matcher(Path.of(path).getFileName().toString()))
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .filter(artifact -> !artifact.startsWith("qail-"))
                .toList();
    }
}
