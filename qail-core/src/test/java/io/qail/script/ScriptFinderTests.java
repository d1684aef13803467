package io.qail.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qail.error.EnvironmentException;
import io.qail.error.HistoryException;
import io.qail.error.ScriptException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptFinderTests {

    private static final String TABLE = "table t {\n id int primary_key\n}\n";

    @TempDir
    private Path directory;

    private void write(String name, String text) throws IOException {
        Path file = directory.resolve("db").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Scripts find() {
        return find(List.of("file:" + directory.resolve("db")), getClass().getClassLoader());
    }

    private static Scripts find(List<String> locations, ClassLoader loader) {
        return new ScriptFinder(new ScriptOptions(locations, true), loader).find();
    }

    private List<String> names() {
        return ((Scripts.Versioned) find())
                .scripts().stream().map(VersionedScript::name).toList();
    }

    @Test
    void scriptsOfSubdirectoriesCountAndHiddenOnesDoNot() throws IOException {
        write("V2__b.qail", TABLE);
        write("2026/V1__a.qail", TABLE);
        write(".hidden/V3__c.qail", TABLE);
        write("README.md", "no script");
        assertThat(names()).containsExactly("V1__a.qail", "V2__b.qail");
    }

    @Test
    void theDescriptionComesFromTheName() throws IOException {
        write("V1_2__create_the_users.qail", TABLE);
        VersionedScript script = ((Scripts.Versioned) find()).scripts().get(0);
        assertThat(script.description()).isEqualTo("create the users");
        assertThat(script.version()).hasToString("1.2");
    }

    @Test
    void aNameThatIsNoneIsRefused() throws IOException {
        write("create_users.qail", TABLE);
        assertThatThrownBy(this::find)
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("create_users.qail")
                .satisfies(e ->
                        assertThat(((EnvironmentException) e).action()).contains("V<version>__<description>.qail"));
    }

    @Test
    void aVersionThatIsADirectoryIsRefused() throws IOException {
        write("V3__split/expand.qail", TABLE);
        assertThatThrownBy(this::find)
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("expand, backfill, contract");
    }

    @Test
    void anOrderFileSaysWhichModulesComeFirst() throws IOException {
        for (String module : List.of("a", "b", "c", "billing/x", "billing/y", "billing/z", "crm/a")) {
            write("schema/" + module + ".qail", "-- " + module + "\n");
        }
        String checksum = ((Scripts.Declarative) find()).checksum();
        write("schema/_order.qail", "-- first what others stand on\n\nbilling/\n  c.qail\nb\n");
        write("schema/billing/_order.qail", "# the last one first\nz\n");
        Scripts.Declarative ordered = (Scripts.Declarative) find();
        assertThat(ordered.modules())
                .extracting(m -> m.name().replaceFirst(".*/schema/", ""))
                .containsExactly(
                        "billing/z.qail",
                        "billing/x.qail",
                        "billing/y.qail",
                        "c.qail",
                        "b.qail",
                        "a.qail",
                        "crm/a.qail");
        assertThat(ordered.checksum()).isEqualTo(checksum);
    }

    @Test
    void anOrderFileThatIsWrongNamesEveryMistake() throws IOException {
        write("schema/users.qail", TABLE);
        write("schema/orders.qail", TABLE);
        write("schema/_order.qail", "user\nusers\nusers.qail\n  nowhere/\n!strict\n");
        assertThatThrownBy(this::find)
                .isInstanceOf(ScriptException.class)
                .hasMessageContaining("_order.qail:1:1: there is no module and no directory user here")
                .hasMessageContaining("_order.qail:3:1: users.qail is listed twice")
                .hasMessageContaining("_order.qail:4:3: there is no module and no directory nowhere/ here")
                .hasMessageContaining("orders.qail is not listed, and the list is strict");
        write("schema/_order.qail", "-- qail: strict-manifest\nusers\norders\n");
        assertThat(((Scripts.Declarative) find()).modules()).hasSize(2);
    }

    @Test
    void aSchemaFileAndASchemaDirectoryAreOneTooMany() throws IOException {
        write("schema.qail", TABLE);
        write("schema/a.qail", TABLE);
        assertThatThrownBy(this::find).isInstanceOf(EnvironmentException.class).hasMessageContaining("several places");
    }

    @Test
    void textThatIsNotUtf8IsRefused() throws IOException {
        write("V1__a.qail", TABLE);
        Files.write(directory.resolve("db/V1__a.qail"), new byte[] {'-', '-', ' ', (byte) 0xE4});
        assertThatThrownBy(this::find).isInstanceOf(EnvironmentException.class).hasMessageContaining("not UTF-8");
    }

    @Test
    void aFileToCopyMustLieBesideTheScript() throws IOException {
        write("V1__a.qail", TABLE + "copy t (id) from 'missing.csv'\n");
        assertThatThrownBy(this::find)
                .isInstanceOf(ScriptException.class)
                .hasMessageContaining("V1__a.qail:4:")
                .hasMessageContaining("missing.csv");
        write("V1__a.qail", TABLE + "copy t (id) from '../secret.csv'\n");
        Files.writeString(directory.resolve("secret.csv"), "id\n1\n");
        assertThatThrownBy(this::find).isInstanceOf(ScriptException.class).hasMessageContaining("../secret.csv");
    }

    @Test
    void theTwoScriptsOfAVersionMayLieInTwoLocations() throws IOException {
        write("V1__a.qail", TABLE);
        Path other = directory.resolve("other/V1__b.qail");
        Files.createDirectories(other.getParent());
        Files.writeString(other, TABLE);
        assertThatThrownBy(() -> find(
                        List.of("file:" + directory.resolve("db"), "file:" + directory.resolve("other/")),
                        getClass().getClassLoader()))
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining("V1__a.qail")
                .hasMessageContaining("V1__b.qail");
    }

    @Test
    void scriptsAndTheirFilesAreReadFromAJar() throws IOException {
        Path jar = directory.resolve("app.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out)) {
            for (String entry : List.of("db/", "db/qail/")) {
                entries.putNextEntry(new JarEntry(entry));
            }
            entries.putNextEntry(new JarEntry("db/qail/V1__a.qail"));
            entries.write((TABLE + "copy t (id) from 't.csv'\n").getBytes(StandardCharsets.UTF_8));
            entries.putNextEntry(new JarEntry("db/qail/t.csv"));
            entries.write("id\n1\n".getBytes(StandardCharsets.UTF_8));
        }
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            Scripts.Versioned scripts = (Scripts.Versioned) find(List.of("classpath:db/qail"), loader);
            VersionedScript script = scripts.scripts().get(0);
            assertThat(script.source().name()).isEqualTo("db/qail/V1__a.qail");
            try (var in = script.copyFiles().values().iterator().next().open()) {
                assertThat(in.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("id\n1\n");
            }
        }
    }

    @Test
    void declarativeModulesAreOneChecksum() throws IOException {
        write("schema/b.qail", TABLE);
        write("schema/a/x.qail", "enum e { one }\n");
        Scripts.Declarative before = (Scripts.Declarative) find();
        assertThat(before.modules())
                .extracting(m -> m.name().replaceFirst(".*/schema/", ""))
                .containsExactly("a/x.qail", "b.qail");
        write("schema/b.qail", TABLE.replace("\n", "\r\n"));
        assertThat(((Scripts.Declarative) find()).checksum()).isEqualTo(before.checksum());
        write("schema/b.qail", TABLE + "-- more\n");
        assertThat(((Scripts.Declarative) find()).checksum()).isNotEqualTo(before.checksum());
    }
}
