package dev.patchbay.action.apollo;

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

/** An HTTP server in Apollo's place that gives one answer and keeps what it received. */
final class ApolloServer implements AutoCloseable {
    private final HttpServer server;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private volatile Answer answer = new Answer(200, "{}", Map.of());

    ApolloServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    record Received(String method, String path, Optional<String> apiKey, String body) {}

    private record Answer(int status, String body, Map<String, String> headers) {}

    void answers(int status, String body) {
        answers(status, body, Map.of());
    }

    void answers(int status, String body, Map<String, String> headers) {
        answer = new Answer(status, body, headers);
    }

    List<Received> received() {
        return List.copyOf(received);
    }

    /** A connection whose key is {@code key-1}, to a provider whose base URL is this server. */
    Access access() {
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        ProviderId apollo = new ProviderId("apollo");
        WorkspaceId workspace = new WorkspaceId("acme");
        Account account = new Account("1", "acme");
        Connection connection = new Connection(
                workspace,
                ConnectionId.of(workspace, apollo, account),
                apollo,
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
        ProviderCatalog catalog = new ProviderCatalog(ApolloServer.class.getClassLoader(), Map.of(apollo.value(), url));
        return new Access(catalog.get(apollo), connection, Secret.of("key-1"));
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            received.add(new Received(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    Optional.ofNullable(exchange.getRequestHeaders().getFirst("x-api-key")),
                    body));
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(answer.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
