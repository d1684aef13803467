package io.qail.history;

import io.qail.impact.Impact;
import java.util.List;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The impact of a version as its history row keeps it. */
final class ImpactJson {

    private static final String NONE = "[]";

    private ImpactJson() {}

    static String write(List<Impact> impacts) {
        return impacts.isEmpty() ? NONE : Mapper.JSON.writeValueAsString(impacts);
    }

    static List<Impact> read(String json) {
        return json.equals(NONE) ? List.of() : Mapper.JSON.readValue(json, Mapper.IMPACTS);
    }

    /** Loaded on first use only: setting Jackson up takes as long as reading the history. */
    private static final class Mapper {

        /** A row of an older release may lack a number. */
        static final JsonMapper JSON = JsonMapper.builder()
                .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .build();

        static final TypeReference<List<Impact>> IMPACTS = new TypeReference<>() {};
    }
}
