package dev.patchbay.tests.integration;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** The endpoint of credentials for a restored function: with SnapStart, its environment has no access key. */
final class CredentialsEndpoint implements AutoCloseable {
    private static final byte[] CREDENTIALS = """
            {"AccessKeyId": "restored", "SecretAccessKey": "test", "Token": "test", "Expiration": "2100-01-01T00:00:00Z"}""".getBytes(StandardCharsets.UTF_8);

    private final AtomicInteger requests = new AtomicInteger();
    private final HttpServer server;

    CredentialsEndpoint() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("The loopback interface gives no port", e);
        }
        server.createContext("/", exchange -> {
            try (exchange) {
                requests.incrementAndGet();
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, CREDENTIALS.length);
                exchange.getResponseBody().write(CREDENTIALS);
            }
        });
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/credentials";
    }

    int requests() {
        return requests.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
