package dev.patchbay.local.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** The keys of {@link KeyService} and their names, kept in its state file. The maps are the service's to change. */
record KeyStore(StateFile file, Map<UUID, StoredKey> keys, Map<String, UUID> aliases) {

    record StoredKey(MasterKey master, String description, Instant created, boolean enabled, boolean rotated) {}

    static KeyStore of(StateFile file) {
        KeyStore store = new KeyStore(file, new LinkedHashMap<>(), new LinkedHashMap<>());
        ObjectNode state = file.read();
        for (Map.Entry<String, JsonNode> entry : state.path("keys").properties()) {
            UUID id = UUID.fromString(entry.getKey());
            JsonNode body = entry.getValue();
            byte[] secret = Base64.getDecoder().decode(body.path("secret").asText());
            store.keys.put(
                    id,
                    new StoredKey(
                            MasterKey.of(id, secret),
                            body.path("description").asText(),
                            Instant.parse(body.path("created").asText()),
                            body.path("enabled").asBoolean(),
                            body.path("rotated").asBoolean()));
        }
        for (Map.Entry<String, JsonNode> alias : state.path("aliases").properties()) {
            store.aliases.put(alias.getKey(), UUID.fromString(alias.getValue().asText()));
        }
        return store;
    }

    void save() {
        ObjectNode state = new ObjectMapper().createObjectNode();
        ObjectNode all = state.putObject("keys");
        for (StoredKey key : keys.values()) {
            all.putObject(key.master().id().toString())
                    .put("secret", key.master().secret().getEncoded())
                    .put("description", key.description())
                    .put("created", key.created().toString())
                    .put("enabled", key.enabled())
                    .put("rotated", key.rotated());
        }
        ObjectNode names = state.putObject("aliases");
        aliases.forEach((name, id) -> names.put(name, id.toString()));
        file.write(state);
    }
}
