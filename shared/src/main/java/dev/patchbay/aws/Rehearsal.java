package dev.patchbay.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.slf4j.MDC;
import software.amazon.awssdk.core.SdkSystemSetting;

/**
 * Drives a function through its real code before Lambda takes a snapshot of it (SnapStart), so that the first caller after a
 * restore finds classes loaded and code compiled.
 *
 * <p>The function under rehearsal is wired as in production, but its AWS clients and its provider are a server on the loopback
 * interface that keeps what is written and answers as they would. No request leaves the machine, nothing is stored, no metric
 * is emitted; log lines carry {@code rehearsal=true}. A scene that does not end as it should stops the snapshot and with it the
 * deployment, since the function would fail its callers too; the version before goes on serving.
 */
public final class Rehearsal {
    private static final int TIMES = 30;
    /** More than thirty times what any scene does. */
    private static final String NO_LIMIT = "1000000";

    private static final String CREDENTIALS_PATH = "/credentials";
    private static final String CREDENTIALS_PROPERTY = SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_FULL_URI.property();
    private static final String CREDENTIALS = """
            {"AccessKeyId": "rehearsal", "SecretAccessKey": "rehearsal", "Token": "rehearsal",
             "Expiration": "2100-01-01T00:00:00Z"}""";

    static {
        // Without it every answer of the JDK's server waits for a delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final RehearsalAws aws = new RehearsalAws();
    private final Map<String, String> pathAnswers = new HashMap<>();

    private Rehearsal() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        pathAnswers.put(CREDENTIALS_PATH, CREDENTIALS);
        server.createContext("/", this::answer);
        server.start();
    }

    /** What a function under rehearsal is wired from. */
    public interface Stage {
        /** Clients that reach only the loopback server. */
        AwsClients clients();

        /** A complete environment: every variable that template.yaml sets, with base URLs on the loopback server. */
        Map<String, String> environment();

        /** Lets the provider answer a path with a JSON document. */
        void providerAnswers(String path, String json);
    }

    /**
     * Rehearses: sets the stage once, then plays the scenes, one after the other, some thirty times.
     *
     * @param provider the provider whose base URL is on the stage
     * @param production wires the function, puts the props in place and returns the scenes to play
     * @throws RuntimeException if a scene throws it: the function does not work
     */
    public static void play(String provider, Production production) {
        PrintStream out = System.out;
        try {
            Rehearsal rehearsal = new Rehearsal();
            try (PrintStream nowhere =
                    new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
                // Embedded metrics are lines on standard output: those of a rehearsal must not be counted.
                System.setOut(nowhere);
                // Where Lambda gives a function its credentials after a restore; here the loopback server does.
                System.setProperty(
                        CREDENTIALS_PROPERTY,
                        rehearsal.url().resolve(CREDENTIALS_PATH).toString());
                List<Runnable> scenes = production.stage(rehearsal.stage(provider));
                for (int i = 0; i < TIMES; i++) {
                    for (Runnable scene : scenes) {
                        // Each time anew: an invocation takes all marks away when it ends.
                        MDC.put("rehearsal", "true");
                        scene.run();
                    }
                }
            } finally {
                rehearsal.server.stop(0);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The loopback interface gives no port", e);
        } finally {
            System.clearProperty(CREDENTIALS_PROPERTY);
            System.setOut(out);
            MDC.clear();
        }
    }

    /** Sets a stage and returns the scenes to be played on it, each of which throws if the function did not do what it is for. */
    @FunctionalInterface
    public interface Production {
        List<Runnable> stage(Stage stage);
    }

    private URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private Stage stage(String provider) {
        URI url = url();
        return new Stage() {
            @Override
            public AwsClients clients() {
                return AwsClients.rehearsing(url);
            }

            @Override
            public Map<String, String> environment() {
                return Map.ofEntries(
                        Map.entry("STAGE", "rehearsal"),
                        Map.entry("CONNECTIONS_TABLE", "connections"),
                        Map.entry("OAUTH_STATES_TABLE", "oauth-states"),
                        Map.entry("PENDING_GRANTS_TABLE", "pending-grants"),
                        Map.entry("ACCOUNT_HOLDERS_TABLE", "account-holders"),
                        Map.entry("PENDING_GRANTS_QUEUE_URL", url + "/queue"),
                        Map.entry("WORKSPACE_KEYS_TABLE", "workspace-keys"),
                        Map.entry("ACTIONS_TABLE", "actions"),
                        Map.entry("AGENTS_TABLE", "agents"),
                        Map.entry("LIMITS_TABLE", "limits"),
                        Map.entry("WORKSPACE_REQUESTS_PER_SECOND", NO_LIMIT),
                        Map.entry("WORKSPACE_AGENTS", NO_LIMIT),
                        Map.entry("WORKSPACE_CONNECTIONS", NO_LIMIT),
                        Map.entry("CONNECTION_QUEUED_ACTIONS", NO_LIMIT),
                        Map.entry("VAULT_KEY_ID", "rehearsal"),
                        Map.entry("OAUTH_APP_SECRETS", "rehearsal/"),
                        Map.entry("PROVIDER_URLS", provider + "=" + url + "/provider"),
                        Map.entry("WORKSPACE_CLAIM", "workspace"),
                        Map.entry("ROLE_CLAIM", "role"),
                        Map.entry("EMAIL_CLAIM", "email"),
                        Map.entry("RECIPIENTS_TABLE", "recipients"),
                        Map.entry("NOTIFICATIONS_TABLE", "notifications"),
                        Map.entry("ERASURES_TABLE", "erasures"),
                        Map.entry("MAIL_SENDER", "rehearsal@localhost"),
                        Map.entry("MAILS_PER_DAY", "200"),
                        Map.entry("APP_URL", url.toString()),
                        Map.entry("RETURN_PATHS", "/settings/integrations"),
                        Map.entry("ACTION_QUEUES", provider + "=" + url + "/queue"),
                        Map.entry("ACTION_QUEUE_URL", url + "/queue"),
                        Map.entry("OAUTH_APPS_TABLE", "oauth-apps"),
                        Map.entry("REFRESH_QUEUE_URL", url + "/queue"),
                        Map.entry("REFRESH_LANES", "2"),
                        Map.entry("PARKED_QUEUES", "rehearsal=" + url + "/queue"),
                        Map.entry("EVENT_BUS", "rehearsal"),
                        Map.entry("EVENT_DEAD_LETTERS_URL", url + "/queue"));
            }

            @Override
            public void providerAnswers(String path, String json) {
                pathAnswers.put("/provider" + path, json);
            }
        };
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            String answer = target == null
                    ? pathAnswers.getOrDefault(exchange.getRequestURI().getPath(), "{}")
                    : aws.answer(target, body);
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders()
                    .set("Content-Type", target == null ? "application/json" : "application/x-amz-json-1.0");
            // DynamoDB sends it, and its client then checks what it reads: code to be rehearsed too.
            CRC32 checksum = new CRC32();
            checksum.update(bytes);
            exchange.getResponseHeaders().set("x-amz-crc32", Long.toString(checksum.getValue()));
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
