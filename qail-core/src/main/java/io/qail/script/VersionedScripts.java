package io.qail.script;

import io.qail.error.EnvironmentException;
import io.qail.error.HistoryException;
import io.qail.error.ScriptException;
import io.qail.language.ParsedFile;
import io.qail.language.QailParser;
import io.qail.language.SourceFile;
import io.qail.schema.Statement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.ResourcePatternResolver;

/** Turns the files of a versioned location into scripts in the order of their versions. */
final class VersionedScripts {

    private static final Pattern NAME = Pattern.compile("V(\\d+(?:[._]\\d+)*)__(.+)\\.qail");
    private static final Pattern DIRECTORY = Pattern.compile(".*/(V\\d+(?:[._]\\d+)*__[^/]+)/[^/]+");

    private final ResourcePatternResolver resolver;

    VersionedScripts(ResourcePatternResolver resolver) {
        this.resolver = resolver;
    }

    Scripts.Versioned read(Map<String, Resource> found) {
        Map<Version, VersionedScript> scripts = new java.util.TreeMap<>();
        found.forEach((path, resource) -> {
            VersionedScript script = read(path, resource);
            VersionedScript twin = scripts.put(script.version(), script);
            if (twin != null) {
                throw new HistoryException(
                        "Version " + script.version() + " comes twice: "
                                + twin.source().name() + " and "
                                + script.source().name(),
                        "Give one of them the next free version. Nothing was changed in the database.");
            }
        });
        return new Scripts.Versioned(List.copyOf(scripts.values()));
    }

    private VersionedScript read(String path, Resource resource) {
        Matcher directory = DIRECTORY.matcher(path);
        if (directory.matches()) {
            throw new EnvironmentException(
                    path
                            + ": a version that is a directory (expand, backfill, contract) is not supported in this release",
                    "Write the version as one file " + directory.group(1) + ".qail.");
        }
        Matcher name = NAME.matcher(path.substring(path.lastIndexOf('/') + 1));
        if (!name.matches()) {
            throw new EnvironmentException(
                    path + " is neither a versioned script nor a declarative schema",
                    "Name it V<version>__<description>.qail, for example V1__create_users.qail, or schema.qail.");
        }
        SourceFile source = ScriptFinder.read(path, resource);
        Map<String, CopyFile> files = copyFiles(source, resource);
        Checksum checksum = new Checksum().text(source.text());
        files.values().forEach(checksum::file);
        Version version = Version.parse(name.group(1)).orElseThrow();
        return new VersionedScript(version, name.group(2).replace('_', ' '), source, checksum.hex(), files);
    }

    /** Parses only a text that can hold the word, so that a start with nothing to do parses nothing. */
    private Map<String, CopyFile> copyFiles(SourceFile source, Resource script) {
        Map<String, CopyFile> files = new LinkedHashMap<>();
        if (!source.text().toLowerCase(Locale.ROOT).contains("copy")) {
            return files;
        }
        ParsedFile parsed = QailParser.parse(source, "public");
        List<io.qail.error.Diagnostic> missing = new ArrayList<>();
        for (Statement statement : parsed.statements()) {
            if (statement instanceof Statement.CopyFrom copy) {
                Resource file = beside(script, copy.file());
                if (copy.file().contains("..") || copy.file().startsWith("/") || !file.exists()) {
                    missing.add(source.diagnostic(
                            copy.position(),
                            "there is no file " + copy.file() + " beside the script",
                            "the file must lie in the directory of " + source.name() + " or below it"));
                } else {
                    files.put(copy.file(), file::getInputStream);
                }
            }
        }
        if (!missing.isEmpty()) {
            throw new ScriptException(missing);
        }
        return files;
    }

    private Resource beside(Resource script, String file) {
        try {
            return script.createRelative(file);
        } catch (IOException e) {
            return resolver.getResource("classpath:" + file);
        }
    }
}
