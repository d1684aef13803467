package io.qail;

import static org.assertj.core.api.Assertions.assertThat;

import io.qail.test.PostgresTest;
import io.qail.test.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The scripts that stand in the README run as they stand there. */
@PostgresTest
class ReadmeTests {

    private static final Pattern SCRIPT = Pattern.compile("```qail\n(.*?)```", Pattern.DOTALL);

    private final TestDatabase databases;

    ReadmeTests(TestDatabase databases) {
        this.databases = databases;
    }

    @Test
    void everyScriptOfTheReadmeMigrates() throws IOException {
        List<String> scripts = SCRIPT.matcher(Files.readString(Path.of("..", "README.md")))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
        assertThat(scripts).hasSize(4);
        TestProject project = new TestProject(databases.fresh());
        for (int i = 0; i < scripts.size(); i++) {
            project.script("V" + (i + 1) + "__readme.qail", scripts.get(i));
        }
        assertThat(project.migrateVersions()).containsExactly("1", "2", "3", "4");
        assertThat(project.qail().info(true).drift()).isEmpty();
    }
}
