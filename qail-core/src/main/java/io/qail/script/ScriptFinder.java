package io.qail.script;

import io.qail.error.EnvironmentException;
import io.qail.error.Setting;
import io.qail.language.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.util.StringUtils;

/** Finds the scripts of all locations; reads them, does not judge them. */
public final class ScriptFinder {

    private static final Logger log = LoggerFactory.getLogger(ScriptFinder.class);

    private final ScriptOptions options;
    private final PathMatchingResourcePatternResolver resolver;

    public ScriptFinder(ScriptOptions options, ClassLoader classLoader) {
        this.options = options;
        this.resolver = new PathMatchingResourcePatternResolver(classLoader);
    }

    /**
     * Reads every script of every location.
     *
     * @throws EnvironmentException for a missing location, a name that is none of a script, both ways of working at once
     * @throws io.qail.error.HistoryException for a version that comes twice
     */
    public Scripts find() {
        Map<String, Resource> versioned = new TreeMap<>();
        Map<String, Resource> declarative = new TreeMap<>();
        for (String location : options.locations()) {
            String root = root(location);
            Map<String, Resource> found = scan(location, root);
            found.forEach((path, resource) -> {
                if (path.equals("schema.qail") || path.startsWith("schema/")) {
                    declarative.put(root + path, resource);
                } else {
                    versioned.put(root + path, resource);
                }
            });
        }
        if (!versioned.isEmpty() && !declarative.isEmpty()) {
            throw new EnvironmentException(
                    "Both versioned scripts (" + versioned.keySet().iterator().next() + ") and a declarative schema ("
                            + declarative.keySet().iterator().next() + ") were found",
                    "Keep one way of working in " + options.locations()
                            + ": either V<version>__<description>.qail files, or schema.qail or a directory schema/.");
        }
        return declarative.isEmpty() ? new VersionedScripts(resolver).read(versioned) : declarative(declarative);
    }

    private Map<String, Resource> scan(String location, String root) {
        Map<String, Resource> found = new TreeMap<>();
        try {
            for (Resource resource : resolver.getResources(root + "**/*.qail")) {
                String path = relativePath(resource, root);
                if (Arrays.stream(path.split("/")).noneMatch(part -> part.startsWith("."))) {
                    found.put(path, resource);
                }
            }
            if (found.isEmpty() && !exists(root)) {
                missing(location);
            }
        } catch (IOException e) {
            // A file: location that does not exist, depending on the file system.
            if (exists(root)) {
                throw new EnvironmentException(
                        "The location " + location + " cannot be read: " + e.getMessage(),
                        "Check that the application may read it.",
                        e);
            }
            missing(location);
        }
        return found;
    }

    private boolean exists(String root) {
        try {
            return Arrays.stream(resolver.getResources(root)).anyMatch(Resource::exists);
        } catch (IOException e) {
            return false;
        }
    }

    private void missing(String location) {
        if (options.failOnMissingLocations()) {
            throw new EnvironmentException(
                    "The script location " + location + " does not exist",
                    "Create it (for the default: src/main/resources/db/qail/), correct " + Setting.LOCATIONS
                            + ", or set " + Setting.FAIL_ON_MISSING_LOCATIONS.to("false") + " if it may be missing.");
        }
        log.warn("The script location {} does not exist", location);
    }

    private static String root(String location) {
        String root = location.endsWith("/") ? location : location + "/";
        if (root.startsWith("classpath:")) {
            // Scripts of one location may come from several jars.
            root = "classpath*:" + root.substring("classpath:".length()).replaceFirst("^/", "");
        } else if (!root.contains(":")) {
            root = "classpath*:" + root.replaceFirst("^/", "");
        }
        return root;
    }

    private static String relativePath(Resource resource, String root) throws IOException {
        // A blank in a directory or file name is %20 in its URI.
        String url = StringUtils.uriDecode(resource.getURI().toString(), StandardCharsets.UTF_8);
        String directory = root.substring(root.indexOf(':') + 1);
        String anchor = directory.startsWith("/") ? directory : "/" + directory;
        int at = url.lastIndexOf(anchor);
        if (at >= 0) {
            return url.substring(at + anchor.length());
        }
        String name = resource.getFilename();
        return name == null ? url : name;
    }

    private static Scripts.Declarative declarative(Map<String, Resource> found) {
        boolean single = found.keySet().stream().anyMatch(path -> path.endsWith("/schema.qail"));
        boolean directory = found.keySet().stream().anyMatch(path -> path.contains("/schema/"));
        if (single && (directory || found.size() > 1)) {
            throw new EnvironmentException(
                    "The desired schema stands in several places: " + String.join(", ", found.keySet()),
                    "Keep either one schema.qail or one directory schema/ of modules.");
        }
        SortedMap<String, SourceFile> modules = new TreeMap<>();
        SortedMap<String, SourceFile> orders = new TreeMap<>();
        // The order has no meaning, and so no part in it.
        Checksum checksum = new Checksum();
        found.forEach((path, resource) -> {
            SourceFile source = read(path, resource);
            if (path.endsWith("/" + ModuleOrder.FILE)) {
                orders.put(path, source);
            } else {
                modules.put(path, source);
                checksum.text(path.substring(path.indexOf("schema"))).text(source.text());
            }
        });
        List<SourceFile> sources = new ModuleOrder(orders, modules.keySet())
                .sorted(modules.keySet()).stream()
                        .map(path -> Objects.requireNonNull(modules.get(path)))
                        .toList();
        return new Scripts.Declarative(single ? "schema.qail" : "schema/", sources, checksum.hex());
    }

    /** Reads a script as strict UTF-8. */
    static SourceFile read(String path, Resource resource) {
        String name = path.replaceFirst("^classpath\\*:", "").replaceFirst("^file:", "");
        try {
            byte[] bytes = resource.getContentAsByteArray();
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return new SourceFile(name, text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            throw new EnvironmentException(name + " is not UTF-8 text", "Save the script as UTF-8.", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
