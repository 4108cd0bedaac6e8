package dev.patchbay.action;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.patchbay.action.ProviderAction.Access;
import dev.patchbay.call.CallAuthorization;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.Account;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.SampleConnection;
import dev.patchbay.vault.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/**
 * An HTTP server in a provider's place, for the tests of the functions that act there: each path returns the configured answers in
 * their order, then repeats the last one. The server keeps the requests that it received. Thread-safe.
 */
public final class ProviderStandIn implements AutoCloseable {
    private static final String EVERY_PATH = "";

    private final ProviderId provider;
    private final Account account;
    private final Secret secret;
    private final HttpServer server;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Map<String, Answers> answers = new ConcurrentHashMap<>();

    private sealed interface Answer {
        record Whole(int status, String body, Map<String, String> headers) implements Answer {}

        /** Closes the connection without an answer, after reading the whole request. */
        record Dropped() implements Answer {}
    }

    /** The remaining answers of one path, and the last one sent. */
    private static final class Answers {
        private final Deque<Answer> next = new ArrayDeque<>();
        private Answer last = new Answer.Dropped();

        synchronized void add(Answer answer) {
            next.add(answer);
        }

        synchronized Answer next() {
            if (!next.isEmpty()) {
                last = next.remove();
            }
            return last;
        }
    }

    /**
     * A request as it came.
     *
     * @param headers the first of each, by lower-case name
     */
    public record Received(String method, String path, Map<String, String> headers, String body) {
        private static final JsonMapper JSON = JsonMapper.builder().build();

        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }

        public JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (JsonProcessingException e) {
                throw new AssertionError("The body is not JSON: " + body, e);
            }
        }

        /** The fields of a form; of those that are there twice, the last. */
        public Map<String, String> form() {
            return Arrays.stream(body.split("&", -1))
                    .filter(pair -> !pair.isEmpty())
                    .map(pair -> pair.split("=", 2))
                    .collect(Collectors.toMap(
                            pair -> URLDecoder.decode(pair[0], StandardCharsets.UTF_8),
                            pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8),
                            (first, second) -> second));
        }
    }

    /** Starts it; the connection that {@link #access} gives is of this account, with this token or key. */
    public ProviderStandIn(String provider, Account account, String secret) throws IOException {
        this.provider = new ProviderId(provider);
        this.account = account;
        this.secret = Secret.of(secret);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Whatever is called. */
    public void answers(int status, String body, Map<String, String> headers) {
        answers(EVERY_PATH, status, body, headers);
    }

    /** @param pathEnd of the calls that are answered so */
    public void answers(String pathEnd, int status, String body, Map<String, String> headers) {
        add(pathEnd, new Answer.Whole(status, body, headers));
    }

    /** With 200. */
    public void answers(String pathEnd, String body) {
        answers(pathEnd, 200, body, Map.of());
    }

    /** Reads whatever is called, and ends the connection. */
    public void drops() {
        drops(EVERY_PATH);
    }

    public void drops(String pathEnd) {
        add(pathEnd, new Answer.Dropped());
    }

    private void add(String pathEnd, Answer answer) {
        answers.computeIfAbsent(pathEnd, none -> new Answers()).add(answer);
    }

    public List<Received> received() {
        return List.copyOf(received);
    }

    /** What was called, in order. */
    public List<String> paths() {
        return received.stream().map(Received::path).toList();
    }

    /** A connection to this server. */
    public Access access(String... scopes) {
        return accessAt("http://127.0.0.1:" + server.getAddress().getPort(), scopes);
    }

    /** A connection to the same provider elsewhere. */
    public Access accessAt(String baseUrl, String... scopes) {
        Connection connection = SampleConnection.of(provider, account, Set.of(scopes));
        ProviderCatalog catalog =
                new ProviderCatalog(ProviderStandIn.class.getClassLoader(), Map.of(provider.value(), baseUrl));
        return new Access(catalog.get(provider), connection, secret, new CallAuthorization(app -> {
            throw new AssertionError("No app's secret opens an account here");
        }));
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            Map<String, String> headers = new HashMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
            received.add(new Received(
                    exchange.getRequestMethod(),
                    path,
                    headers,
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            switch (next(path)) {
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

    private Answer next(String path) {
        return answers.keySet().stream()
                .filter(path::endsWith)
                .max(Comparator.comparingInt(String::length))
                .map(answers::get)
                .orElseThrow(() -> new IllegalStateException("No answer is configured for " + path))
                .next();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
