package dev.patchbay.rehearsal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The AWS and the provider of a rehearsal: gives its answers on the loopback interface, and credentials where Lambda gives them after a
 * restore, so that finding them and signing are rehearsed. A request without an answer gets status 400. Thread-safe.
 */
final class LoopbackServer implements AutoCloseable {
    private static final String CREDENTIALS_PATH = "/credentials";
    private static final String CREDENTIALS_PROPERTY = "aws.containerCredentialsFullUri";
    private static final String CREDENTIALS = """
            {"AccessKeyId": "rehearsal", "SecretAccessKey": "rehearsal", "Token": "rehearsal",
             "Expiration": "2100-01-01T00:00:00Z"}""";

    static {
        // Without it every answer of the JDK's server waits for a delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final Answers answers;
    private final HttpServer server;

    LoopbackServer(Answers answers) throws IOException {
        this.answers = answers;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        System.setProperty(CREDENTIALS_PROPERTY, url() + CREDENTIALS_PATH);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String path = exchange.getRequestURI().getPath();
            String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            String called = target == null
                    ? exchange.getRequestMethod() + " " + path
                    : target.substring(target.indexOf('.') + 1);
            Optional<String> answer =
                    path.equals(CREDENTIALS_PATH) ? Optional.of(CREDENTIALS) : answers.to(called, body);
            byte[] bytes = answer.orElse("{\"__type\":\"NotRehearsed\"}").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders()
                    .set("Content-Type", target == null ? "application/json" : "application/x-amz-json-1.0");
            // DynamoDB sends it, and its client then checks what it reads: code to be rehearsed too.
            CRC32 checksum = new CRC32();
            checksum.update(bytes);
            exchange.getResponseHeaders().set("x-amz-crc32", Long.toString(checksum.getValue()));
            exchange.sendResponseHeaders(answer.isPresent() ? 200 : 400, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        System.clearProperty(CREDENTIALS_PROPERTY);
        server.stop(0);
    }
}
