package dev.patchbay.tests.connect;

import dev.patchbay.call.RawServer;
import java.io.IOException;
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
    private static final Pattern REVOKED_BY_HEADER = Pattern.compile("Bearer (.*)");

    private final RawServer server;
    private final List<String> revoked = new CopyOnWriteArrayList<>();
    private final List<String> tokenRequests = new CopyOnWriteArrayList<>();
    private final Queue<HostileAnswer> revocations = new ConcurrentLinkedQueue<>();
    private volatile Runnable beforeTokens = () -> {};
    private volatile HostileAnswer token = HostileAnswer.json(200, "{}");
    private volatile HostileAnswer identity = HostileAnswer.json(200, "{}");

    HostileProvider() {
        server = RawServer.start(this::answer);
    }

    String url() {
        return server.url("").toString();
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

    private void answer(RawServer.Received request, Socket connection) {
        String path = request.line().split(" ", 3)[1].split("\\?", 2)[0];
        try {
            connection.getOutputStream().write(answer(path, request).bytes());
        } catch (IOException clientIsGone) {
            // It takes no more than it can use.
            return;
        }
    }

    private HostileAnswer answer(String path, RawServer.Received request) {
        if (path.endsWith("revoke")) {
            Matcher form = REVOKED_BY_FORM.matcher(request.body());
            Matcher header = REVOKED_BY_HEADER.matcher(request.headers().getOrDefault("authorization", ""));
            revoked.add(
                    form.find()
                            ? URLDecoder.decode(form.group(1), StandardCharsets.UTF_8)
                            : header.matches() ? header.group(1) : "nothing");
            return Optional.ofNullable(revocations.poll()).orElse(HostileAnswer.json(200, "{\"ok\":true}"));
        }
        if (path.endsWith("/token") || path.endsWith("/oauth.v2.access") || path.endsWith("/accessToken")) {
            tokenRequests.add(request.body());
            beforeTokens.run();
            return token;
        }
        return identity;
    }

    @Override
    public void close() {
        server.close();
    }
}
