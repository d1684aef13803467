package io.qail.cli;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Loaded only where JSON is asked for: setting Jackson up takes as long as a short command. */
final class Json {

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Json() {}

    static String write(Object document) {
        return MAPPER.writeValueAsString(document);
    }
}
