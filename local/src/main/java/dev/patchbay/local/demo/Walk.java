package dev.patchbay.local.demo;

import dev.patchbay.local.LocalCloud;
import dev.patchbay.local.aws.MailService.Mail;
import dev.patchbay.local.client.Answer;
import dev.patchbay.local.client.PatchbayClient;
import dev.patchbay.local.simulator.Person;
import dev.patchbay.local.simulator.oauth.OAuthProviderSimulator;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** One member's requests to the product, of which the steps of the demo consist. Not thread-safe. */
final class Walk {
    private static final Set<String> TERMINAL = Set.of("succeeded", "failed", "unknown");
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final LocalCloud cloud;
    private final PatchbayClient client;
    private final Map<String, String> connections = new LinkedHashMap<>();
    private URI lastCallback;

    Walk(LocalCloud cloud, PatchbayClient client) {
        this.cloud = cloud;
        this.client = client;
        this.lastCallback = cloud.gatewayUri();
    }

    PatchbayClient client() {
        return client;
    }

    /** The id of the connection that {@link #connect} made. */
    String connectionOf(String provider) {
        return connections.getOrDefault(provider, "none");
    }

    String connect(String provider, String account) throws StepFailed {
        return connect(provider, authorizationUrl(provider), account);
    }

    /** Chooses the account that the consent page offers first. */
    String connectFirstAccount(String provider) throws StepFailed {
        URI consent = authorizationUrl(provider);
        // The first part of the path is the simulator's name: one serves all of Google's products.
        String simulator = consent.getPath().split("/", 3)[1];
        if (!(cloud.simulators().provider(simulator) instanceof OAuthProviderSimulator oauth)) {
            throw new StepFailed("the simulator " + simulator + " has no consent page");
        }
        return connect(provider, consent, oauth.accounts().getFirst().login());
    }

    /** Connects the account again; returns the message that the page shows afterwards. */
    String reconnect(String provider, String account) throws StepFailed {
        return connected(provider, authorizationUrl(provider), account).text("/notice");
    }

    private String connect(String provider, URI consent, String account) throws StepFailed {
        connected(provider, consent, account);
        return client.get("/api/connections/" + connectionOf(provider)).text("/message");
    }

    private Answer connected(String provider, URI consent, String account) throws StepFailed {
        lastCallback = new Person().allow(consent, account);
        Answer answer = client.connect(lastCallback);
        StepFailed.unless(
                answer.status() == 200,
                answer.status() + " " + answer.text("/detail")
                        + answer.headers().map().getOrDefault("location", List.of()));
        connections.put(provider, answer.text("/id"));
        return answer;
    }

    Answer deny(String provider) throws StepFailed {
        return client.open(new Person().deny(authorizationUrl(provider)));
    }

    Answer repeatLastCallback() {
        return client.open(lastCallback);
    }

    private URI authorizationUrl(String provider) throws StepFailed {
        Answer answer = client.get("/api/auth/oauth/" + provider + "/authorize");
        StepFailed.expect("status", 200, answer.status());
        return URI.create(answer.text("/authorizationUrl"));
    }

    /** Submits an action and waits for its outcome. */
    Answer act(Map<String, Object> action, Map<String, String> headers) throws StepFailed {
        Answer accepted = client.post("/api/actions", action, headers);
        StepFailed.unless(accepted.status() == 202, accepted.status() + " " + accepted.text("/detail"));
        return await(
                () -> client.get("/api/actions/" + accepted.text("/actionId")),
                answer -> TERMINAL.contains(answer.text("/status")));
    }

    /** The published events by type, once there are so many or the wait is over. */
    Map<String, Long> awaitEvents(int atLeast) {
        return await(
                this::events,
                counts -> counts.values().stream().mapToLong(Long::longValue).sum() >= atLeast);
    }

    /** A mail of this subject that came to this address, once it is there. */
    Mail awaitMail(String address, String subject) throws StepFailed {
        Supplier<List<Mail>> mails = () -> cloud.aws().mail().mails().stream()
                .filter(mail -> mail.to().contains(address) && mail.subject().equals(subject))
                .toList();
        List<Mail> come = await(mails, some -> !some.isEmpty());
        StepFailed.expect("mails of this subject", 1, come.size());
        return come.getFirst();
    }

    private Map<String, Long> events() {
        return cloud.publishedEvents().stream()
                .map(published -> published.event().path("detail-type").asText())
                .collect(Collectors.groupingBy(type -> type, TreeMap::new, Collectors.counting()));
    }

    /** Polls until the condition holds or the wait is over; returns the last value. The demo is a caller, and callers poll. */
    <T> T await(Supplier<T> look, Predicate<T> enough) {
        Instant until = Instant.now().plus(LONGEST_WAIT);
        T seen = look.get();
        while (!enough.test(seen) && Instant.now().isBefore(until)) {
            try {
                Thread.sleep(Duration.ofMillis(50));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return seen;
            }
            seen = look.get();
        }
        return seen;
    }
}
