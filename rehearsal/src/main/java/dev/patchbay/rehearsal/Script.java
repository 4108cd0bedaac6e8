package dev.patchbay.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * What a function rehearses: a JSON file with its {@code provider}, its {@code events} in their order, and {@code answers} by
 * request (see {@link Answers}). A text such as {@code "$connection"} stands for the row of that name in {@code rows.json}, which holds what
 * several functions read. Its credentials are sealed with a data key of zeros.
 *
 * @param provider whose base URL is on the loopback server
 */
record Script(String provider, List<JsonNode> events, Answers answers) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static Script of(Class<?> handler) throws IOException {
        String script = text(handler, "/rehearsal/" + handler.getSimpleName() + ".json");
        for (Map.Entry<String, JsonNode> row :
                JSON.readTree(text(Script.class, "rows.json")).properties()) {
            script = script.replace("\"$" + row.getKey() + "\"", row.getValue().toString());
        }
        return of(script);
    }

    private static String text(Class<?> beside, String name) throws IOException {
        try (InputStream file = beside.getResourceAsStream(name)) {
            if (file == null) {
                throw new IOException("There is no " + name);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static Script of(String json) throws IOException {
        String provider = JSON.readTree(json).path("provider").asText();
        JsonNode script = JSON.readTree(json.replace("$provider", provider));
        return new Script(provider, script.path("events").valueStream().toList(), new Answers(script.path("answers")));
    }
}
