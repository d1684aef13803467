package io.qail.snapshot;

import java.util.List;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Manifests as JSON: parts of a row of {@code _qail_snapshots}, and {@code manifest.json}. */
final class ManifestJson {

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private ManifestJson() {}

    static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    static List<SnapshotItem> items(String json) {
        return MAPPER.readValue(json, new TypeReference<List<SnapshotItem>>() {});
    }

    static List<String> strings(String json) {
        return MAPPER.readValue(json, new TypeReference<List<String>>() {});
    }

    static SnapshotOrigin origin(String json) {
        return MAPPER.readValue(json, SnapshotOrigin.class);
    }

    static DroppedStates.Stored state(String json) {
        return MAPPER.readValue(json, DroppedStates.Stored.class);
    }

    static SnapshotManifest manifest(String json) {
        return MAPPER.readValue(json, SnapshotManifest.class);
    }
}
