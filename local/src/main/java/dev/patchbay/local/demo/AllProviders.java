package dev.patchbay.local.demo;

import static dev.patchbay.local.demo.StepFailed.expect;
import static dev.patchbay.local.demo.StepFailed.unless;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.local.LocalCloud;
import dev.patchbay.local.client.Answer;
import dev.patchbay.local.client.PatchbayClient;
import dev.patchbay.local.simulator.exchange.TakesKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Bea of the workspace globex connects every provider of the catalogue, in each way that it offers. Not thread-safe. */
final class AllProviders {
    private final LocalCloud cloud;
    private final Walk bea;

    AllProviders(LocalCloud cloud) {
        this.cloud = cloud;
        this.bea = new Walk(cloud, PatchbayClient.of(cloud.gatewayUri(), cloud.token("globex", "bea", "owner")));
    }

    void connect(Steps steps) {
        List<JsonNode> providers = new ArrayList<>();
        steps.step("Bea reads what there is to connect", () -> {
            Answer answer = bea.client().get("/api/providers");
            expect("status", 200, answer.status());
            answer.json().path("providers").forEach(providers::add);
            unless(!providers.isEmpty(), "no providers are listed");
            return providers.size() + " providers";
        });
        for (JsonNode provider : providers) {
            String name = provider.path("name").asText();
            String title = provider.path("title").asText();
            for (JsonNode way : provider.path("connectBy")) {
                if (way.asText().equals("api-key")) {
                    steps.step(title + ", by key", () -> byKey(name));
                } else {
                    steps.step(title + ", by OAuth", () -> byOAuth(name));
                }
            }
        }
    }

    /** Disconnects them all again, which asks each provider that knows how to revoke. */
    void disconnect(Steps steps) {
        steps.step("Bea disconnects them all", () -> {
            List<String> connections = bea.client().get("/api/integrations").json().findValuesAsText("id").stream()
                    .filter(id -> id.startsWith("conn_"))
                    .toList();
            for (String connection : connections) {
                expect(
                        "status",
                        200,
                        bea.client().delete("/api/connections/" + connection).status());
            }
            return connections.size() + " connections";
        });
    }

    private String byOAuth(String provider) throws StepFailed {
        String message = naming(bea.connectFirstAccount(provider));
        JsonNode choices = bea.client()
                .get("/api/connections/" + bea.connectionOf(provider))
                .json()
                .path("choices");
        return choices.isEmpty() ? message : message + ", for " + choose(provider, choices.path(0));
    }

    private String choose(String provider, JsonNode choice) throws StepFailed {
        Answer answer = bea.client()
                .send(
                        "PATCH",
                        "/api/connections/" + bea.connectionOf(provider),
                        "{\"choice\":\"" + choice.path("id").asText() + "\"}");
        expect("status", 200, answer.status());
        return choice.path("label").asText();
    }

    private String byKey(String provider) throws StepFailed {
        if (!(cloud.simulators().provider(provider) instanceof TakesKeys keys)) {
            throw new StepFailed("the simulator of " + provider + " takes no keys");
        }
        Answer answer = bea.client().post("/api/connections", Map.of("provider", provider, "apiKey", keys.key()));
        unless(answer.status() == 201, answer.status() + " " + answer.text("/detail"));
        return naming(answer.text("/message"));
    }

    /** A connection shows its account. */
    private static String naming(String message) throws StepFailed {
        unless(message.matches("Connected as (?!null).+"), "it says \"" + message + "\", and not whose account it is");
        return message;
    }
}
