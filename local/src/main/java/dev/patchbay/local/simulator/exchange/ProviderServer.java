package dev.patchbay.local.simulator.exchange;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/** Serves a provider's endpoints under its prefix, with the faults that were asked for. */
public final class ProviderServer {

    private static final List<HandlerType> METHODS =
            List.of(HandlerType.GET, HandlerType.POST, HandlerType.PUT, HandlerType.PATCH, HandlerType.DELETE);

    private final ProviderSimulator provider;
    private final Consumer<Exchange> exchanges;

    public ProviderServer(ProviderSimulator provider) {
        this(provider, exchange -> {});
    }

    /** @param exchanges receives each request of an app before its answer is sent */
    public ProviderServer(ProviderSimulator provider, Consumer<Exchange> exchanges) {
        this.provider = provider;
        this.exchanges = exchanges;
    }

    public void addTo(RoutesConfig config) {
        provider.addTo((method, path, endpoint) ->
                config.addHttpHandler(method, "/" + provider.name() + path, context -> serve(context, endpoint)));
        // Javalin asks in the order of registration, so these come last.
        for (HandlerType method : METHODS) {
            config.addHttpHandler(
                    method,
                    "/" + provider.name() + "/*",
                    context -> serve(context, request -> provider.unknownPath(method.toString(), pathOf(request))));
        }
    }

    private void serve(Context context, Endpoint endpoint) throws InterruptedException {
        Optional<Reply> reply = answer(context, endpoint);
        provider.received(
                context.method().toString(),
                pathOf(context),
                reply.map(Reply::status).orElse(0));
        if (!provider.isForBrowsers(pathOf(context))) {
            exchanges.accept(Exchange.of(provider.name(), context, reply));
        }
        if (reply.isPresent()) {
            reply.get().writeTo(context);
        } else {
            hangUp(context);
        }
    }

    /** Empty when the connection is to be dropped. */
    private Optional<Reply> answer(Context context, Endpoint endpoint) throws InterruptedException {
        for (Misbehaviour.Fault fault : provider.faultsBefalling(pathOf(context))) {
            switch (fault) {
                // The callers' time limits are real, so a slow vendor is slow in real time.
                case Misbehaviour.Delay delay -> Thread.sleep(delay.milliseconds());
                case Misbehaviour.Answer answer -> {
                    return Optional.of(scripted(answer));
                }
                case Misbehaviour.RateLimit limit -> {
                    return Optional.of(provider.rateLimited(limit.retryAfter()));
                }
                case Misbehaviour.DelayAfterActing delay -> {
                    Reply late = endpoint.answer(context);
                    // Real time, as above.
                    Thread.sleep(delay.milliseconds());
                    return Optional.of(late);
                }
                case Misbehaviour.AnswerAfterActing answer -> {
                    Reply unusedBecauseReplaced = endpoint.answer(context);
                    return Optional.of(new Reply(answer.status(), Map.of(), ""));
                }
                case Misbehaviour.SlowBody slow -> {
                    return Optional.of(
                            endpoint.answer(context).slowedBy(Duration.ofMillis(slow.millisecondsPerByte())));
                }
                case Misbehaviour.Omit omit -> {
                    return Optional.of(endpoint.answer(context).without(omit.fields()));
                }
                case Misbehaviour.Say say -> {
                    return Optional.of(endpoint.answer(context).saying(say.fields()));
                }
                case Misbehaviour.DropBeforeActing drop -> {
                    return Optional.empty();
                }
                case Misbehaviour.DropAfterActing drop -> {
                    Reply unusedBecauseLost = endpoint.answer(context);
                    return Optional.empty();
                }
            }
        }
        return Optional.of(endpoint.answer(context));
    }

    private static Reply scripted(Misbehaviour.Answer answer) {
        Reply reply = new Reply(answer.status(), answer.headers(), answer.body());
        boolean typed = answer.headers().keySet().stream().anyMatch("Content-Type"::equalsIgnoreCase);
        return typed || answer.body().isEmpty() ? reply : reply.with("Content-Type", "application/json; charset=utf-8");
    }

    private static void hangUp(Context context) {
        ServletContextRequest.getServletContextRequest(context.req())
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint()
                .close();
    }

    private String pathOf(Context context) {
        return context.path().substring(provider.name().length() + 1);
    }
}
