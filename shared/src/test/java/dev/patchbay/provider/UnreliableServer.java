package dev.patchbay.provider;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * A provider that can misbehave below HTTP, which no HTTP library lets a server do: it reads a whole request, counts it, and then
 * answers, hangs, or hangs up.
 */
public final class UnreliableServer implements AutoCloseable {
    private final ServerSocket socket;
    private final Behaviour behaviour;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** What the server does after it has read a request. */
    sealed interface Behaviour {
        /** Sends this and closes. */
        record Answers(String raw) implements Behaviour {}

        /** Closes without a word. */
        record HangsUp() implements Behaviour {}

        /** Neither answers nor closes. */
        record Hangs() implements Behaviour {}
    }

    /** A request as it came: first line, headers by lower-case name, body. */
    public record Received(String line, Map<String, String> headers, String body) {}

    private UnreliableServer(ServerSocket socket, Behaviour behaviour) {
        this.socket = socket;
        this.behaviour = behaviour;
    }

    static UnreliableServer that(Behaviour behaviour) {
        try {
            UnreliableServer server =
                    new UnreliableServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), behaviour);
            Thread.ofVirtual().start(server::acceptAll);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static UnreliableServer answering(int status, String json) {
        return that(new Behaviour.Answers(
                "HTTP/1.1 " + status + " Status\r\nContent-Type: application/json\r\nContent-Length: "
                        + json.getBytes(StandardCharsets.UTF_8).length + "\r\nConnection: close\r\n\r\n" + json));
    }

    public URI url(String path) {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort() + path);
    }

    public List<Received> received() {
        return List.copyOf(received);
    }

    private void acceptAll() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            received.add(read(connection.getInputStream()));
            switch (behaviour) {
                case Behaviour.Answers answer ->
                    connection.getOutputStream().write(answer.raw().getBytes(StandardCharsets.UTF_8));
                case Behaviour.HangsUp silence -> connection.shutdownOutput();
                case Behaviour.Hangs silence -> closed.await();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Received read(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("The request broke off");
            }
            head.write(next);
        }
        List<String> lines = head.toString(StandardCharsets.ISO_8859_1).lines().toList();
        Map<String, String> headers = lines.stream()
                .skip(1)
                .filter(line -> !line.isEmpty())
                .map(line -> line.split(": ?", 2))
                .collect(java.util.stream.Collectors.toMap(
                        header -> header[0].toLowerCase(Locale.ROOT), header -> header[1]));
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        return new Received(lines.getFirst(), headers, new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
