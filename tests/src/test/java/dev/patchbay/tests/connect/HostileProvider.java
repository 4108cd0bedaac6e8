package dev.patchbay.tests.connect;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A provider whose token endpoint and identity call send arbitrary bytes; records the requests to revoke. */
final class HostileProvider implements AutoCloseable {
    private static final Pattern REVOKED_BY_FORM = Pattern.compile("(?:^|&)token=([^&]*)");
    private static final Pattern REVOKED_BY_HEADER = Pattern.compile("(?i)\r\nauthorization: Bearer ([^\r]*)");

    private final ServerSocket socket;
    private final List<String> revoked = new CopyOnWriteArrayList<>();
    private final List<String> tokenRequests = new CopyOnWriteArrayList<>();
    private final Queue<HostileAnswer> revocations = new ConcurrentLinkedQueue<>();
    private volatile Runnable beforeTokens = () -> {};
    private volatile HostileAnswer token = HostileAnswer.json(200, "{}");
    private volatile HostileAnswer identity = HostileAnswer.json(200, "{}");

    HostileProvider() {
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::acceptAll);
    }

    String url() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    /** Sends these answers from now on, and clears the recorded revocations. */
    void sends(HostileAnswer tokens, HostileAnswer whose) {
        token = tokens;
        identity = whose;
        revoked.clear();
        revocations.clear();
        tokenRequests.clear();
        beforeTokens = () -> {};
    }

    /** What happens before it sends tokens, such as that time passes. */
    void beforeTokens(Runnable happening) {
        beforeTokens = happening;
    }

    /** The next revocations are answered with these, later ones are confirmed. */
    void answersRevocations(HostileAnswer... answers) {
        revocations.addAll(List.of(answers));
    }

    /** The tokens that it was asked to revoke. */
    List<String> revoked() {
        return List.copyOf(revoked);
    }

    /** How often its token endpoint was asked. */
    int tokenRequests() {
        return tokenRequests.size();
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
            InputStream in = connection.getInputStream();
            String head = head(in);
            String path = head.split(" ", 3)[1].split("\\?", 2)[0];
            String body = new String(in.readNBytes(length(head)), StandardCharsets.UTF_8);
            connection.getOutputStream().write(answer(path, head, body).bytes());
        } catch (IOException clientIsGone) {
            // It takes no more than it can use.
            return;
        }
    }

    private HostileAnswer answer(String path, String head, String body) {
        if (path.endsWith("revoke")) {
            Matcher form = REVOKED_BY_FORM.matcher(body);
            Matcher header = REVOKED_BY_HEADER.matcher(head);
            revoked.add(
                    form.find()
                            ? URLDecoder.decode(form.group(1), StandardCharsets.UTF_8)
                            : header.find() ? header.group(1) : "nothing");
            return Optional.ofNullable(revocations.poll()).orElse(HostileAnswer.json(200, "{\"ok\":true}"));
        }
        if (path.endsWith("/token") || path.endsWith("/oauth.v2.access") || path.endsWith("/accessToken")) {
            tokenRequests.add(body);
            beforeTokens.run();
            return token;
        }
        return identity;
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("The request broke off");
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static int length(String head) {
        Matcher length = Pattern.compile("(?i)content-length: ?(\\d+)").matcher(head);
        return length.find() ? Integer.parseInt(length.group(1)) : 0;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
