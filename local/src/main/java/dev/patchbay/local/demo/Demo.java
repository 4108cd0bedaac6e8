package dev.patchbay.local.demo;

import static dev.patchbay.local.demo.StepFailed.expect;
import static dev.patchbay.local.demo.StepFailed.unless;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.local.LocalCloud;
import dev.patchbay.local.LocalCloudSettings;
import dev.patchbay.local.aws.AwsClients;
import dev.patchbay.local.client.Answer;
import dev.patchbay.local.client.PatchbayClient;
import dev.patchbay.local.simulator.provider.apollo.ApolloSimulator;
import dev.patchbay.local.simulator.provider.google.GmailMessage;
import dev.patchbay.local.simulator.provider.slack.SlackMessage;
import dev.patchbay.local.simulator.recording.Recorder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Ann of the workspace acme connects Gmail, Slack and Apollo, acts through them, and loses one of them for a while. */
public final class Demo {
    private final PrintWriter out;
    private final boolean allProviders;
    private final Optional<Path> record;

    /**
     * @param allProviders whether every provider of the catalogue is connected at the end
     * @param record the file for every request to a provider and its answer
     */
    public Demo(PrintWriter out, boolean allProviders, Optional<Path> record) {
        this.out = out;
        this.allProviders = allProviders;
        this.record = record;
    }

    /**
     * Starts a stack of its own on free ports, runs every step, and stops it.
     *
     * @return whether every step passed
     */
    public boolean run(LocalCloudSettings settings) {
        long start = System.nanoTime();
        try (BrowserConnect browser = BrowserConnect.of(settings);
                LocalCloud cloud =
                        LocalCloud.start(browser.product(settings).withPorts(LocalCloudSettings.Ports.FREE))) {
            Recorder recorder = Recorder.of(cloud.simulators());
            Steps steps = new Steps(out);
            steps.step(
                    "The local stack is up: DynamoDB, SQS, KMS, EventBridge, Secrets Manager, an issuer, the providers",
                    () -> "%.1f s".formatted((System.nanoTime() - start) / 1e9));
            Walk ann = new Walk(
                    cloud, PatchbayClient.of(cloud.gatewayUri(), cloud.token("acme", "ann@acme.example", "owner")));
            connect(steps, cloud, ann);
            act(steps, cloud, ann);
            report(steps, cloud, ann);
            Upkeep upkeep = new Upkeep(cloud, ann, "ann@acme.example");
            upkeep.keep(steps);
            upkeep.forecast(steps);
            leave(steps, cloud, ann);
            browser.connect(steps, cloud);
            if (allProviders) {
                AllProviders all = new AllProviders(cloud);
                all.connect(steps);
                all.disconnect(steps);
            }
            record.ifPresent(file -> steps.step("What was asked of the providers is recorded", () -> {
                try {
                    return recorder.write(file) + " requests in " + file;
                } catch (IOException e) {
                    throw new StepFailed("the file cannot be written: " + e.getMessage());
                }
            }));
            return steps.finish();
        }
    }

    private static void connect(Steps steps, LocalCloud cloud, Walk ann) {
        steps.step("A caller without a token is refused", () -> {
            Answer answer = PatchbayClient.anonymous(cloud.gatewayUri()).get("/api/integrations");
            expect("status", 401, answer.status());
            return "401";
        });
        steps.step("Ann sees what she can connect", () -> {
            JsonNode integrations = ann.client().get("/api/integrations").json().path("integrations");
            unless(!integrations.isEmpty(), "no providers are listed");
            return integrations.size() + " providers";
        });
        steps.step("Ann starts to connect Gmail and says no", () -> {
            Answer answer = ann.deny("gmail");
            expect(
                    "error",
                    "access_denied",
                    answer.locationFragment("patchbay_error").orElse(""));
            return answer.locationFragment("patchbay_message").orElse("");
        });
        steps.step("Ann connects Gmail by OAuth", () -> ann.connect("gmail", "john@gmail.com"));
        steps.step("The same callback a second time is refused", () -> {
            Answer answer = ann.repeatLastCallback();
            expect("status", 400, answer.status());
            unless(answer.body().contains("<title>Invalid OAuth state</title>"), "the page says otherwise");
            return "Invalid OAuth state";
        });
        steps.step("Ann connects Slack by OAuth", () -> ann.connect("slack", "john@acme.example"));
        steps.step("A wrong Apollo key is refused before it is kept", () -> {
            Answer answer = ann.client().post("/api/connections", Map.of("provider", "apollo", "apiKey", "not-a-key"));
            expect("status", 400, answer.status());
            return answer.text("/detail");
        });
        steps.step("Ann connects Apollo by its key", () -> {
            Answer answer =
                    ann.client().post("/api/connections", Map.of("provider", "apollo", "apiKey", ApolloSimulator.KEY));
            expect("status", 201, answer.status());
            return answer.text("/message");
        });
        steps.step("Credentials lie encrypted in the table", () -> sealed(cloud));
    }

    private static String sealed(LocalCloud cloud) throws StepFailed {
        String table = cloud.stack().tables().stream()
                .filter(candidate -> candidate.logicalId().equals("ConnectionsTable"))
                .findFirst()
                .orElseThrow()
                .name();
        try (AwsClients clients = cloud.clients("demo");
                DynamoDbClient dynamoDb = clients.dynamoDb()) {
            List<Map<String, AttributeValue>> items =
                    dynamoDb.scan(scan -> scan.tableName(table)).items();
            for (Map<String, AttributeValue> item : items) {
                unless(
                        attribute(item, "credential").b().asByteArray()[0] == 1,
                        "a credential does not begin with the vault's format byte");
                unless(!item.toString().contains(ApolloSimulator.KEY), "the Apollo key lies in clear");
            }
            expect("number of connections", 3, items.size());
            return items.stream()
                    .map(item -> attribute(item, "provider").s() + " "
                            + attribute(item, "credential").b().asByteArray().length + " bytes")
                    .sorted()
                    .collect(Collectors.joining(", "));
        }
    }

    private static AttributeValue attribute(Map<String, AttributeValue> item, String name) {
        return Optional.ofNullable(item.get(name))
                .orElseThrow(() -> new IllegalStateException("An item has no " + name));
    }

    private static void act(Steps steps, LocalCloud cloud, Walk ann) {
        Map<String, Object> mail = Map.of(
                "provider", "gmail",
                "action", "gmail.send-email",
                "input",
                        Map.of(
                                "to", List.of("maria@example.com"),
                                "subject", "Grüße aus Köln ☕",
                                "text", "Hello Maria"));
        steps.step("An email goes out through Ann's Gmail", () -> {
            Answer done = ann.act(mail, Map.of("Idempotency-Key", "first-mail"));
            expect("status", "succeeded", done.text("/status"));
            GmailMessage sent = cloud.simulators().google().mails().getLast();
            expect("subject", "Grüße aus Köln ☕", sent.subject());
            return "\"" + sent.subject() + "\" to "
                    + String.join(", ", sent.addresses().to());
        });
        steps.step("The same request again sends nothing more", () -> {
            Answer again = ann.act(mail, Map.of("Idempotency-Key", "first-mail"));
            expect("status", "succeeded", again.text("/status"));
            expect("mails sent", 1, cloud.simulators().google().mails().size());
            return "1 mail";
        });
        steps.step("A malformed recipient fails before any call", () -> {
            Answer done = ann.act(
                    Map.of(
                            "provider", "gmail",
                            "action", "gmail.send-email",
                            "input", Map.of("to", List.of("invalid@"), "subject", "Hi", "text", "Hi")),
                    Map.of());
            expect("status", "failed", done.text("/status"));
            expect("message", "Failed to send to invalid@: Invalid email format", done.text("/error/message"));
            return done.text("/error/message");
        });
        steps.step("A message is posted in Slack", () -> {
            Answer done = ann.act(slack("#general", "The quarter is closed"), Map.of());
            expect("status", "succeeded", done.text("/status"));
            SlackMessage posted = cloud.simulators().slack().messages().getLast();
            return "\"" + posted.text() + "\" in #" + posted.channelName();
        });
        steps.step("An unknown Slack channel is said to be unknown", () -> {
            Answer done = ann.act(slack("#nowhere", "Hello?"), Map.of());
            expect("status", "failed", done.text("/status"));
            expect("message", "Channel not found", done.text("/error/message"));
            return done.text("/error/message") + ". " + done.text("/error/suggestion");
        });
        steps.step("Apollo knows a person", () -> {
            Answer done = ann.act(apollo("maria.silva@example.com"), Map.of());
            expect("status", "succeeded", done.text("/status"));
            expect("matched", "true", done.text("/result/matched"));
            return done.text("/result/name");
        });
        steps.step("Apollo knows no person with that address, and that is no error", () -> {
            Answer done = ann.act(apollo("unknown@example.com"), Map.of());
            expect("status", "succeeded", done.text("/status"));
            expect("matched", "false", done.text("/result/matched"));
            return "matched: false";
        });
    }

    private static Map<String, Object> slack(String channel, String text) {
        return Map.of(
                "provider", "slack", "action", "slack.post-message", "input", Map.of("channel", channel, "text", text));
    }

    private static Map<String, Object> apollo(String email) {
        return Map.of("provider", "apollo", "action", "apollo.enrich-person", "input", Map.of("email", email));
    }

    private static void report(Steps steps, LocalCloud cloud, Walk ann) {
        steps.step("Everything that happened is on the event bus", () -> {
            Map<String, Long> counts = ann.awaitEvents(9);
            expect("connects", 3L, counts.getOrDefault("connection.connected", 0L));
            expect("successes", 4L, counts.getOrDefault("action.succeeded", 0L));
            expect("failures", 2L, counts.getOrDefault("action.failed", 0L));
            return counts.toString();
        });
        steps.step("Another workspace sees none of it", () -> {
            PatchbayClient other = PatchbayClient.of(cloud.gatewayUri(), cloud.token("other-company", "eve", "owner"));
            expect(
                    "status",
                    404,
                    other.get("/api/connections/" + ann.connectionOf("gmail")).status());
            return "404";
        });
    }

    private static void leave(Steps steps, LocalCloud cloud, Walk ann) {
        steps.step("Ann disconnects Gmail, and the grant is revoked at Google", () -> {
            Answer answer = ann.client().delete("/api/connections/" + ann.connectionOf("gmail"));
            expect("status", 200, answer.status());
            expect("revoked", "true", answer.text("/revoked"));
            expect("live grants", 0, cloud.simulators().google().liveRefreshTokens("john@gmail.com"));
            return answer.text("/message");
        });
        steps.step("What was disconnected cannot be used", () -> {
            Answer answer = ann.client()
                    .post("/api/actions", Map.of("provider", "gmail", "action", "gmail.send-email", "input", Map.of()));
            expect("status", 409, answer.status());
            return answer.text("/detail");
        });
    }
}
