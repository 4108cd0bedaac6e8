package dev.patchbay.call;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A provider that can misbehave below HTTP, which no HTTP library lets a server do: it reads a whole request, counts it, and then
 * answers, hangs, or hangs up.
 */
public final class UnreliableServer implements AutoCloseable {
    private static final String OPEN_END =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2000000000\r\n\r\n";

    private final RawServer server;
    private final Behaviour behaviour;
    private final List<RawServer.Received> received = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch left = new CountDownLatch(1);
    private final AtomicLong bodyBytes = new AtomicLong();

    /** What the server does after it has read a request. */
    public sealed interface Behaviour {
        /** Sends this and closes. */
        record Answers(String raw) implements Behaviour {}

        /** Closes without a word. */
        record HangsUp() implements Behaviour {}

        /** Neither answers nor closes. */
        record Hangs() implements Behaviour {}

        /** Sends the headers of an answer, then one byte of its body per second. */
        record Drips() implements Behaviour {}

        /** Sends the headers of an answer and no body. */
        record StallsAfterHeaders() implements Behaviour {}

        /** Sends an answer whose body does not end. */
        record NeverEnds() implements Behaviour {}
    }

    private UnreliableServer(Behaviour behaviour) {
        this.behaviour = behaviour;
        this.server = RawServer.start(this::answer);
    }

    public static UnreliableServer that(Behaviour behaviour) {
        return new UnreliableServer(behaviour);
    }

    public static UnreliableServer answering(int status, String json) {
        return that(new Behaviour.Answers(
                "HTTP/1.1 " + status + " Status\r\nContent-Type: application/json\r\nContent-Length: "
                        + json.getBytes(StandardCharsets.UTF_8).length + "\r\nConnection: close\r\n\r\n" + json));
    }

    public URI url(String path) {
        return server.url(path);
    }

    public List<RawServer.Received> received() {
        return List.copyOf(received);
    }

    /** Waits until a client has closed a connection on which an answer was being sent. */
    public boolean clientHasLeft() throws InterruptedException {
        return left.await(10, TimeUnit.SECONDS);
    }

    /** How many bytes of bodies that drip or do not end were written. */
    public long bodyBytes() {
        return bodyBytes.get();
    }

    private void answer(RawServer.Received request, Socket connection) throws IOException {
        received.add(request);
        try {
            switch (behaviour) {
                case Behaviour.Answers answer ->
                    connection.getOutputStream().write(answer.raw().getBytes(StandardCharsets.UTF_8));
                case Behaviour.HangsUp silence -> connection.shutdownOutput();
                case Behaviour.Hangs silence -> closed.await();
                case Behaviour.Drips slow -> stream(connection, new byte[] {' '}, Duration.ofSeconds(1));
                case Behaviour.StallsAfterHeaders stalled -> stream(connection, new byte[0], Duration.ofSeconds(1));
                case Behaviour.NeverEnds endless ->
                    stream(connection, " ".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII), Duration.ofMillis(1));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends a piece of an endless body at a time, until the client closes its side. */
    private void stream(Socket connection, byte[] piece, Duration pause) throws IOException {
        OutputStream out = connection.getOutputStream();
        out.write(OPEN_END.getBytes(StandardCharsets.US_ASCII));
        connection.setSoTimeout((int) pause.toMillis());
        try {
            boolean open = true;
            while (open && !server.isClosed()) {
                out.write(piece);
                bodyBytes.addAndGet(piece.length);
                open = isOpen(connection);
            }
        } catch (SocketException closedByClient) {
            // A write finds out before a read does.
        }
        left.countDown();
    }

    /** Reads for the length of the socket's timeout: a client has nothing to send but its end. */
    private static boolean isOpen(Socket connection) throws IOException {
        try {
            return connection.getInputStream().read() >= 0;
        } catch (SocketTimeoutException silent) {
            return true;
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.close();
    }
}
