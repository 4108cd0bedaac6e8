package dev.patchbay.local.simulator.provider.apollo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.local.simulator.exchange.ApiKeyProviderSimulator;
import dev.patchbay.local.simulator.exchange.Endpoint;
import dev.patchbay.local.simulator.exchange.Json;
import dev.patchbay.local.simulator.exchange.Reply;
import dev.patchbay.local.simulator.exchange.Routes;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Apollo: people are found by an email address at {@code example.com} or {@code acme.example}, and other people are unknown,
 * which is a 200 with a null person. The key {@value #KEY} works; so does any that {@link #addKey} adds.
 */
public final class ApolloSimulator extends ApiKeyProviderSimulator {

    /** A key that works from the start. */
    public static final String KEY = "local-apollo-key-of-acme";

    private static final String KEYS = "local-apollo-key-of-";

    private static final Set<String> KNOWN_DOMAINS = Set.of("example.com", "acme.example");
    private static final List<String> WAYS_TO_NAME =
            List.of("email", "hashed_email", "id", "linkedin_url", "name", "first_name", "last_name", "domain");
    private static final int ENRICHMENTS_PER_MINUTE = 1_000;

    private final Map<String, ApolloUsage> usages = new ConcurrentHashMap<>();

    public ApolloSimulator(Clock clock) {
        super("apollo", KEYS, clock);
    }

    @Override
    public void reset() {
        super.reset();
        usages.clear();
    }

    @Override
    protected void addTo(Routes routes) {
        routes.get("/api/v1/auth/health", this::health)
                .get("/v1/auth/health", this::health)
                .post("/api/v1/people/match", limited(this::match))
                .post("/v1/people/match", limited(this::match))
                .post("/api/v1/people/bulk_match", limited(this::bulkMatch));
    }

    @Override
    protected Reply rateLimited(String retryAfter) {
        Reply reply = Reply.json(
                429,
                Json.object()
                        .put("message", "The maximum number of api calls allowed has been reached. Please try later."));
        return retryAfter.isEmpty() ? reply : reply.with("retry-after", retryAfter);
    }

    @Override
    protected Optional<String> shownKey(Context request) {
        return Optional.ofNullable(request.header("x-api-key"));
    }

    @Override
    protected Reply wrongKey(Optional<String> shown) {
        return Reply.text(401, "Invalid access credentials.");
    }

    /** Without a key it is healthy and not logged in; with a wrong key it is a 401. */
    private Reply health(Context request) {
        Optional<String> key = shownKey(request);
        if (key.isPresent() && !opens(key.get())) {
            return wrongKey(key);
        }
        return Reply.json(Json.object().put("healthy", true).put("is_logged_in", key.isPresent()));
    }

    private Reply match(Context request) {
        if (WAYS_TO_NAME.stream().allMatch(way -> Json.parameter(request, way).isEmpty())) {
            return Reply.json(
                    422, Json.object().put("error", "At least one parameter that identifies a person is required."));
        }
        String email = Json.parameter(request, "email");
        Optional<ObjectNode> person = find(email);
        did("lookup", "api-key", Json.object().put("email", email).put("matched", person.isPresent()));
        ObjectNode answer = Json.object();
        person.ifPresentOrElse(found -> answer.set("person", found), () -> answer.putNull("person"));
        return Reply.json(answer);
    }

    private Reply bulkMatch(Context request) {
        JsonNode details = Json.body(request).path("details");
        if (!details.isArray() || details.isEmpty() || details.size() > 10) {
            return Reply.json(422, Json.object().put("error", "details must hold 1 to 10 people."));
        }
        ObjectNode answer = Json.object().put("status", "success").put("total_requested_enrichments", details.size());
        ArrayNode matches = answer.putArray("matches");
        for (JsonNode detail : details) {
            String email = detail.path("email").asText();
            Optional<ObjectNode> person = find(email);
            did("lookup", "api-key", Json.object().put("email", email).put("matched", person.isPresent()));
            person.ifPresentOrElse(matches::add, matches::addNull);
        }
        return Reply.json(answer);
    }

    /** Behind a key, and within the limits of its team. */
    private Endpoint limited(Endpoint endpoint) {
        return behindKey(request -> {
            ApolloUsage usage = usages.computeIfAbsent(
                    request.path(),
                    path -> path.endsWith("match")
                            ? ApolloUsage.perMinute(ENRICHMENTS_PER_MINUTE)
                            : ApolloUsage.per(200, 400, 2_000));
            synchronized (usage) {
                Duration wait = usage.take(clock().instant());
                Reply reply =
                        wait.isZero() ? endpoint.answer(request) : rateLimited(Long.toString(wait.toSeconds() + 1));
                return usage.describe(reply);
            }
        });
    }

    private static Optional<ObjectNode> find(String email) {
        String lower = email.toLowerCase(Locale.ROOT);
        int at = lower.indexOf('@');
        if (at < 1 || !KNOWN_DOMAINS.contains(lower.substring(at + 1)) || lower.startsWith("unknown")) {
            return Optional.empty();
        }
        String[] names = lower.substring(0, at).split("[._]", 2);
        String first = capitalized(names[0]);
        String last = names.length > 1 ? capitalized(names[1]) : "Example";
        ObjectNode person = Json.object()
                .put("id", "%024x".formatted(lower.hashCode() & 0xffffffffL))
                .put("first_name", first)
                .put("last_name", last)
                .put("name", first + " " + last)
                .put("title", "Head of Operations")
                .put("email", lower)
                .put("email_status", "verified")
                .put("linkedin_url", "http://www.linkedin.com/in/" + first.toLowerCase(Locale.ROOT));
        person.putObject("organization")
                .put("id", "5f5e100a01d6b1000169c754")
                .put("name", "Example Corporation")
                .put("primary_domain", lower.substring(at + 1))
                .put("industry", "information technology & services")
                .put("estimated_num_employees", 120);
        return Optional.of(person);
    }

    private static String capitalized(String name) {
        return name.isEmpty() ? name : name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }
}
