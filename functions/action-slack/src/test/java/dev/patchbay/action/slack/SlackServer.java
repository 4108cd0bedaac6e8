package dev.patchbay.action.slack;

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
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** An HTTP server in Slack's place: each method gives the answers it was told, in their order, and the last one again. */
final class SlackServer implements AutoCloseable {
    private final HttpServer server;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();

    SlackServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    record Received(String method, String authorization, Map<String, String> form) {}

    private sealed interface Answer {
        record Whole(int status, String body, Map<String, String> headers) implements Answer {}

        /** The connection ends without an answer, though the request was read to its end. */
        record Dropped() implements Answer {}
    }

    void answers(String method, String body) {
        answers(method, 200, body, Map.of());
    }

    void answers(String method, int status, String body, Map<String, String> headers) {
        add(method, new Answer.Whole(status, body, headers));
    }

    void drops(String method) {
        add(method, new Answer.Dropped());
    }

    private void add(String method, Answer answer) {
        answers.computeIfAbsent(method, none -> new ArrayDeque<>()).add(answer);
    }

    List<String> methods() {
        return received.stream().map(Received::method).toList();
    }

    Received last() {
        return received.getLast();
    }

    Access access(String... scopes) {
        return accessAt("http://127.0.0.1:" + server.getAddress().getPort(), scopes);
    }

    /** A connection with the token {@code xoxb-1}, to a provider at the base URL. */
    static Access accessAt(String baseUrl, String... scopes) {
        ProviderId slack = new ProviderId("slack");
        WorkspaceId workspace = new WorkspaceId("acme");
        Account account = new Account("T1", "Acme");
        Connection connection = new Connection(
                workspace,
                ConnectionId.of(workspace, slack, account),
                slack,
                account,
                new MemberId("ann"),
                Set.of(scopes),
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
                new ProviderCatalog(SlackServer.class.getClassLoader(), Map.of(slack.value(), baseUrl));
        return new Access(catalog.get(slack), connection, Secret.of("xoxb-1"));
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String method = exchange.getRequestURI().getPath().replaceFirst("^/api/", "");
            received.add(new Received(
                    method, String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")), form(body)));
            Deque<Answer> told = answers.getOrDefault(method, new ArrayDeque<>());
            switch (told.size() > 1 ? told.remove() : told.element()) {
                case Answer.Whole answer -> {
                    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
                    answer.headers().forEach(exchange.getResponseHeaders()::set);
                    exchange.sendResponseHeaders(answer.status(), bytes.length);
                    exchange.getResponseBody().write(bytes);
                }
                case Answer.Dropped dropped -> exchange.close();
            }
        }
    }

    private static Map<String, String> form(String body) {
        return Arrays.stream(body.split("&", -1))
                .filter(pair -> !pair.isEmpty())
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(
                        pair -> URLDecoder.decode(pair[0], StandardCharsets.UTF_8),
                        pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8),
                        // The library writes thread_ts twice.
                        (first, second) -> second));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
