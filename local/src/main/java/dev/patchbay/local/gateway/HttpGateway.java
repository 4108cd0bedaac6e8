package dev.patchbay.local.gateway;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.patchbay.local.aws.LocalPort;
import dev.patchbay.local.gateway.JwtCheck.Refused;
import dev.patchbay.local.lambda.Functions;
import dev.patchbay.local.lambda.InvocationResult;
import dev.patchbay.local.template.HttpApiResource;
import dev.patchbay.local.template.Stack;
import io.javalin.Javalin;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP API in front of the functions. It listens before there are functions, because the template wants to know its address; until
 * {@link #serve} it answers 503. Thread-safe.
 */
public final class HttpGateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpGateway.class);
    private static final long MAX_BODY_BYTES = 10L * 1024 * 1024;
    /** What Lambda takes at once. */
    private static final int MAX_EVENT_BYTES = 6 * 1024 * 1024;
    /** The longest the API waits for an integration. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Clock clock;
    private final Javalin server;
    private final ExecutorService invocations = Executors.newVirtualThreadPerTaskExecutor();
    private volatile Optional<Serving> serving = Optional.empty();

    private record Serving(
            Routes routes, Map<String, JwtCheck> authorizers, Optional<CorsPolicy> cors, Functions functions) {}

    private HttpGateway(LocalPort port, Clock clock) {
        this.clock = clock;
        this.server = port.serve(config -> config.routes.before(context -> {
            handle(context);
            context.skipRemainingHandlers();
        }));
    }

    /** Starts to listen. */
    public static HttpGateway start(LocalPort port, Clock clock) {
        return new HttpGateway(port, clock);
    }

    /** From now on requests go to the functions. */
    public void serve(Stack stack, Functions functions) {
        Map<String, JwtCheck> authorizers = new LinkedHashMap<>();
        for (HttpApiResource api : stack.apis()) {
            api.authorizers().forEach((name, authorizer) -> authorizers.put(name, new JwtCheck(authorizer, clock)));
        }
        Optional<CorsPolicy> cors = stack.apis().stream()
                .map(HttpApiResource::cors)
                .map(CorsPolicy::new)
                .filter(CorsPolicy::configured)
                .findFirst();
        serving = Optional.of(new Serving(new Routes(stack.functions()), authorizers, cors, functions));
    }

    /** Where the API answers, by the name that browsers give this machine. */
    public URI uri() {
        return URI.create("http://localhost:" + server.port());
    }

    private void handle(Context context) {
        String requestId = UUID.randomUUID().toString();
        context.header("Apigw-Requestid", requestId);
        Optional<Serving> current = serving;
        if (current.isEmpty()) {
            refuse(context, 503, "Service Unavailable");
            return;
        }
        Optional<CorsPolicy> cors = current.get().cors();
        if (cors.isPresent() && cors.get().isPreflight(context)) {
            cors.get().answerPreflight(context);
            return;
        }
        answer(context, current.get(), requestId);
        cors.ifPresent(policy -> policy.allow(context));
    }

    private void answer(Context context, Serving current, String requestId) {
        Optional<Routes.Match> match = current.routes().find(context.method().name(), RequestEvent.path(context));
        if (match.isEmpty()) {
            refuse(context, 404, "Not Found");
            return;
        }
        Optional<JWTClaimsSet> claims = Optional.<JWTClaimsSet>empty();
        Optional<JwtCheck> authorizer = match.get().route().authorizer().map(current.authorizers()::get);
        if (authorizer.isPresent()) {
            claims = authorize(context, authorizer.get());
            if (claims.isEmpty()) {
                return;
            }
        }
        if (!fits(context)) {
            refuse(context, 413, "Request Entity Too Large");
            return;
        }
        String event = RequestEvent.of(context, match.get(), claims, requestId, Instant.now(clock))
                .toString();
        if (event.getBytes(StandardCharsets.UTF_8).length > MAX_EVENT_BYTES) {
            refuse(context, 413, "Request Entity Too Large");
            return;
        }
        invoke(context, current, match.get().function(), event);
    }

    /** Whether the body is small enough. A body that is too large is still read: a caller that still sends would not see the answer. */
    private static boolean fits(Context context) {
        if (context.req().getContentLengthLong() <= MAX_BODY_BYTES) {
            return context.bodyAsBytes().length <= MAX_BODY_BYTES;
        }
        try {
            context.req().getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            LOG.debug("A caller stopped sending a body that is too large.", e);
        }
        return false;
    }

    /** Returns the claims, or empty if the request was refused. */
    private static Optional<JWTClaimsSet> authorize(Context context, JwtCheck check) {
        String authorization = context.header("Authorization");
        if (authorization == null || authorization.isBlank()) {
            context.header("WWW-Authenticate", "Bearer");
            refuse(context, 401, "Unauthorized");
            return Optional.empty();
        }
        try {
            JWTClaimsSet claims = check.check(authorization);
            if (check.hasScope(claims)) {
                return Optional.of(claims);
            }
            refuse(context, 403, "Forbidden");
        } catch (Refused e) {
            context.header(
                    "WWW-Authenticate",
                    "Bearer scope=\"\" error=\"invalid_token\" error_description=\"" + e.getMessage() + "\"");
            refuse(context, 401, "Unauthorized");
        } catch (UncheckedIOException e) {
            LOG.warn("Tokens cannot be checked: {}", e.getMessage());
            refuse(context, 500, "Internal Server Error");
        }
        return Optional.empty();
    }

    private void invoke(Context context, Serving current, String function, String event) {
        try {
            InvocationResult result = CompletableFuture.supplyAsync(
                            () -> current.functions().invoke(function, event), invocations)
                    .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            switch (result) {
                case InvocationResult.Success success ->
                    FunctionResponse.write(success.payload(), current.cors().isPresent(), context);
                case InvocationResult.Failure failure -> {
                    LOG.warn("{} failed: {}", function, failure.payload());
                    refuse(context, 500, "Internal Server Error");
                }
            }
        } catch (TimeoutException e) {
            refuse(context, 503, "Service Unavailable");
        } catch (ExecutionException | IllegalArgumentException e) {
            LOG.warn("{} cannot answer: {}", function, e.getMessage());
            refuse(context, 500, "Internal Server Error");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            refuse(context, 503, "Service Unavailable");
        }
    }

    private static void refuse(Context context, int status, String message) {
        context.status(status).contentType("application/json").result("{\"message\":\"" + message + "\"}");
    }

    @Override
    public void close() {
        server.stop();
        invocations.shutdownNow();
    }
}
