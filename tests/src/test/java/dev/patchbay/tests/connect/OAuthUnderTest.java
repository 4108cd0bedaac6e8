package dev.patchbay.tests.connect;

import dev.patchbay.aws.Environment;
import dev.patchbay.connection.Pending;
import dev.patchbay.connection.PendingGrant;
import dev.patchbay.connection.PendingGrantStore;
import dev.patchbay.functions.oauth.Completion;
import dev.patchbay.functions.oauth.OAuthParts;
import dev.patchbay.functions.oauth.PendingGrantEnd;
import dev.patchbay.local.simulator.oauth.OAuthProviderSimulator;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.testing.MovableClock;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import dev.patchbay.tests.fixture.SimulatedProviders;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What the functions of a connect are made of, at the simulators and on a clock of the test's. */
final class OAuthUnderTest implements AutoCloseable {
    static final String ACCOUNT = "john@acme.example";

    private final Aws aws;
    private final SimulatedProviders providers;
    private final OAuthParts parts;
    private final Clock clock;

    OAuthUnderTest(Aws aws, Clock clock) {
        this(aws, clock, Optional.empty());
    }

    /** Of the providers, these apps' are at an address that answers anything. */
    OAuthUnderTest(Aws aws, Clock clock, HostileProvider hostile) {
        this(
                aws,
                clock,
                Optional.of(Stream.of("salesforce", "slack", "google")
                        .map(app -> app + "=" + hostile.url())
                        .collect(Collectors.joining(","))));
    }

    private OAuthUnderTest(Aws aws, Clock clock, Optional<String> urls) {
        this.aws = aws;
        this.clock = clock;
        providers = new SimulatedProviders(aws, clock);
        providers.keepAppsAsSecrets();
        Map<String, String> environment =
                new HashMap<>(aws.stack().function("OAuthCompleteFunction").environment());
        environment.put("PROVIDER_URLS", urls.orElseGet(providers::urls));
        OAuthParts wired = OAuthParts.of(new Environment(environment), aws.clients());
        parts = new OAuthParts(
                wired.providers(),
                wired.stores(),
                wired.limits(),
                wired.holds(),
                wired.vault(),
                wired.keys(),
                wired.claims(),
                wired.random(),
                clock);
    }

    /** A clock that starts now: DynamoDB deletes what has expired by its own. */
    static MovableClock clock() {
        MovableClock clock = new MovableClock();
        clock.advance(
                Duration.between(clock.instant(), Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS)));
        return clock;
    }

    OAuthParts parts() {
        return parts;
    }

    SimulatedProviders providers() {
        return providers;
    }

    PendingGrantStore pending() {
        return new PendingGrantStore(aws.clients().dynamoDb(), aws.table("PendingGrantsTable"));
    }

    Completion completion() {
        return completion(aws.clients().dynamoDb());
    }

    Completion completion(DynamoDbClient dynamoDb) {
        return new Completion(parts, pending(), dynamoDb);
    }

    PendingGrantEnd ended() {
        return new PendingGrantEnd(parts, pending());
    }

    /** A grant of Salesforce, which revokes one grant by itself, as the callback stores it. */
    PendingGrant granted(WorkspaceId workspace) {
        PendingGrant grant = providers.pending(
                workspace,
                "salesforce",
                ACCOUNT,
                UUID.randomUUID().toString(),
                clock.instant().plus(Duration.ofMinutes(10)));
        pending().put(grant, Optional.empty());
        return grant;
    }

    Optional<Pending> stored(PendingGrant grant) {
        return pending().find(grant.handleHash());
    }

    OAuthProviderSimulator salesforce() {
        return (OAuthProviderSimulator) providers.simulators().provider("salesforce");
    }

    /** The tokens that live at Salesforce and did not before. */
    Set<String> since(Set<String> before) {
        Set<String> given = new HashSet<>(salesforce().liveTokens());
        given.removeAll(before);
        return given;
    }

    @Override
    public void close() {
        providers.close();
    }
}
