package dev.patchbay.local.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.local.simulator.exchange.Json;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import dev.patchbay.local.simulator.exchange.OutboxItem;
import dev.patchbay.local.simulator.exchange.ProviderSimulator;
import dev.patchbay.local.simulator.exchange.ReceivedRequest;
import dev.patchbay.local.simulator.oauth.OAuthProviderSimulator;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The simulators' own HTTP interface, for clients in other processes. */
final class SimulatorControl {

    private static final List<String> OPERATIONS = List.of(
            "GET /_simulator/outbox?provider=google",
            "GET /_simulator/requests?provider=google",
            "POST /_simulator/{provider}/faults {\"kind\":\"answer\",\"path\":\"/token\",\"times\":2,\"status\":503,\"body\":\"\",\"headers\":{}}",
            "POST /_simulator/{provider}/faults {\"kind\":\"rate-limit\",\"retryAfter\":\"2\"}",
            "POST /_simulator/{provider}/faults {\"kind\":\"delay\",\"milliseconds\":500}",
            "POST /_simulator/{provider}/faults {\"kind\":\"delay-after-acting\",\"milliseconds\":500}",
            "POST /_simulator/{provider}/faults {\"kind\":\"answer-after-acting\",\"status\":503}",
            "POST /_simulator/{provider}/faults {\"kind\":\"slow-body\",\"millisecondsPerByte\":1000}",
            "POST /_simulator/{provider}/faults {\"kind\":\"omit\",\"path\":\"/token\",\"fields\":[\"expires_in\"]}",
            "POST /_simulator/{provider}/faults {\"kind\":\"say\",\"path\":\"/accessToken\",\"fields\":{\"expires_in\":259200}}",
            "POST /_simulator/{provider}/faults {\"kind\":\"drop-before-acting\"}",
            "POST /_simulator/{provider}/faults {\"kind\":\"drop-after-acting\"}",
            "POST /_simulator/{provider}/faults {\"kind\":\"expire-access-tokens\",\"account\":\"\"}",
            "POST /_simulator/{provider}/faults {\"kind\":\"end-refresh-tokens\",\"account\":\"\"}",
            "POST /_simulator/{provider}/faults {\"kind\":\"revoke-grant\",\"account\":\"\"}",
            "POST /_simulator/{provider}/faults {\"kind\":\"grant-only\",\"scopes\":[]}",
            "DELETE /_simulator/{provider}/faults",
            "POST /_simulator/{provider}/redirects {\"uri\":\"https://…\"}",
            "POST /_simulator/clock {\"advanceSeconds\":3600}",
            "POST /_simulator/reset");

    private final Simulators simulators;

    SimulatorControl(Simulators simulators) {
        this.simulators = simulators;
    }

    void addTo(RoutesConfig routes) {
        routes.get("/_simulator", this::describe);
        routes.get("/_simulator/outbox", context -> list(context, ProviderSimulator::outbox, SimulatorControl::item));
        routes.get(
                "/_simulator/requests",
                context -> list(context, ProviderSimulator::requests, SimulatorControl::request));
        routes.post("/_simulator/clock", this::moveClock);
        routes.post("/_simulator/reset", context -> {
            simulators.reset();
            done(context);
        });
        routes.post("/_simulator/{provider}/faults", this::misbehave);
        routes.delete("/_simulator/{provider}/faults", context -> {
            simulators.provider(context.pathParam("provider")).behave();
            done(context);
        });
        routes.post("/_simulator/{provider}/redirects", this::registerRedirect);
        routes.exception(
                IllegalArgumentException.class,
                (wrong, context) -> answer(
                        context,
                        400,
                        Json.object()
                                .put(
                                        "error",
                                        Optional.ofNullable(wrong.getMessage()).orElse("The request is malformed."))));
    }

    private void describe(Context context) {
        ObjectNode description =
                Json.object().put("time", simulators.clock().instant().toString());
        ArrayNode providers = description.putArray("providers");
        for (ProviderSimulator provider : simulators.providers()) {
            ObjectNode one = providers
                    .addObject()
                    .put("name", provider.name())
                    .put("baseUrl", simulators.baseUrl(provider.name()).toString());
            if (provider instanceof OAuthProviderSimulator oauth) {
                ArrayNode accounts = one.putArray("accounts");
                oauth.accounts().forEach(account -> accounts.add(account.login()));
            }
        }
        description.set("operations", Json.strings(OPERATIONS));
        answer(context, 200, description);
    }

    private <T> void list(
            Context context, Function<ProviderSimulator, List<T>> what, Function<T, ObjectNode> described) {
        Collection<ProviderSimulator> of = Optional.ofNullable(context.queryParam("provider"))
                .<Collection<ProviderSimulator>>map(name -> List.of(simulators.provider(name)))
                .orElseGet(simulators::providers);
        answer(
                context,
                200,
                Json.objects(of.stream()
                        .flatMap(provider -> what.apply(provider).stream())
                        .map(described)
                        .toList()));
    }

    private void moveClock(Context context) {
        JsonNode seconds = Json.body(context).path("advanceSeconds");
        if (!seconds.canConvertToLong()) {
            throw new IllegalArgumentException("Send {\"advanceSeconds\": a whole number}.");
        }
        simulators.advance(Duration.ofSeconds(seconds.asLong()));
        answer(
                context,
                200,
                Json.object().put("time", simulators.clock().instant().toString()));
    }

    private void misbehave(Context context) {
        ProviderSimulator provider = simulators.provider(context.pathParam("provider"));
        try {
            provider.misbehave(Json.MAPPER.readValue(context.bodyAsBytes(), Misbehaviour.class));
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException(
                    "This is no fault that can be asked for (%s); GET /_simulator shows those that are."
                            .formatted(wrong.getOriginalMessage()),
                    wrong);
        } catch (java.io.IOException unreadable) {
            throw new IllegalArgumentException("The body could not be read; send JSON.", unreadable);
        }
        simulators.save();
        done(context);
    }

    private void registerRedirect(Context context) {
        if (!(simulators.provider(context.pathParam("provider")) instanceof OAuthProviderSimulator oauth)) {
            throw new IllegalArgumentException("This provider has no OAuth, so it has no redirects to register.");
        }
        oauth.registerRedirect(URI.create(Json.body(context).path("uri").asText()));
        simulators.save();
        done(context);
    }

    private static ObjectNode item(OutboxItem item) {
        return Json.object()
                .put("provider", item.provider())
                .put("kind", item.kind())
                .put("account", item.account())
                .put("at", item.at().toString())
                .set("content", item.content());
    }

    private static ObjectNode request(ReceivedRequest request) {
        return Json.object()
                .put("provider", request.provider())
                .put("method", request.method())
                .put("path", request.path())
                .put("status", request.status())
                .put("at", request.at().toString());
    }

    private static void done(Context context) {
        answer(context, 200, Json.MAPPER.valueToTree(Map.of("done", true)));
    }

    private static void answer(Context context, int status, JsonNode body) {
        context.status(status).contentType("application/json; charset=utf-8").result(body.toString());
    }
}
