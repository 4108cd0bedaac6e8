package dev.patchbay.action.gmail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.patchbay.action.ProviderAction.Access;
import dev.patchbay.connection.Account;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.connection.ConnectionStatus;
import dev.patchbay.provider.ProviderCatalog;
import dev.patchbay.provider.ProviderId;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.vault.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP server in Gmail's place that gives one answer, or none, and keeps what it received. */
final class GmailServer implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpServer server;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private volatile Answer answer = new Answer.Whole(200, "{\"id\": \"m1\", \"threadId\": \"t1\"}", Map.of());

    GmailServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    record Received(String method, String path, String authorization, String connection, JsonNode body) {}

    private sealed interface Answer {
        record Whole(int status, String body, Map<String, String> headers) implements Answer {}

        /** The connection ends without an answer, though the request was read to its end. */
        record Dropped() implements Answer {}
    }

    void answers(int status, String body, Map<String, String> headers) {
        answer = new Answer.Whole(status, body, headers);
    }

    /** Answers as Google does for an error with a reason. */
    void refuses(int status, String reason) {
        answers(
                status,
                "{\"error\": {\"code\": %d, \"errors\": [{\"reason\": \"%s\"}]}}".formatted(status, reason),
                Map.of());
    }

    void drops() {
        answer = new Answer.Dropped();
    }

    List<Received> received() {
        return List.copyOf(received);
    }

    Access access() {
        return accessAt("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** A connection of {@code me@example.com} with the token {@code ya29-1}, to a provider at the base URL. */
    static Access accessAt(String baseUrl) {
        ProviderId gmail = new ProviderId("gmail");
        WorkspaceId workspace = new WorkspaceId("acme");
        Account account = new Account("1", "me@example.com");
        Connection connection = new Connection(
                workspace,
                ConnectionId.of(workspace, gmail, account),
                gmail,
                account,
                new MemberId("ann"),
                Set.of(),
                ConnectionStatus.CONNECTED,
                Optional.empty(),
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Instant.EPOCH,
                1,
                Instant.EPOCH,
                Optional.empty());
        ProviderCatalog catalog =
                new ProviderCatalog(GmailServer.class.getClassLoader(), Map.of(gmail.value(), baseUrl));
        return new Access(catalog.get(gmail), connection, Secret.of("ya29-1"));
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            received.add(new Received(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                    String.valueOf(exchange.getRequestHeaders().getFirst("Connection")),
                    JSON.readTree(exchange.getRequestBody().readAllBytes())));
            switch (answer) {
                case Answer.Whole whole -> {
                    byte[] bytes = whole.body().getBytes(StandardCharsets.UTF_8);
                    whole.headers().forEach(exchange.getResponseHeaders()::set);
                    exchange.sendResponseHeaders(whole.status(), bytes.length);
                    exchange.getResponseBody().write(bytes);
                }
                case Answer.Dropped dropped -> exchange.close();
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
