package dev.patchbay.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.aws.Item;
import dev.patchbay.aws.Update;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.event.PatchbayEvent;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.vault.SealedSecret;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConnectionAttributesTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final SealedSecret SEALED = SealedSecret.of(new byte[] {7});
    private static final Grant GRANT = new Grant(
            NOW, Optional.of(NOW), Optional.of(new GrantForecast(NOW.plus(Duration.ofDays(3)), "It is limited.")));
    private static final NewConnection AGREED = new NewConnection(
            new WorkspaceId("acme"),
            new ProviderId("gmail"),
            new LinkedAccount(
                    new Account("1078", "john@example.org"),
                    Map.of("company", "1"),
                    Optional.of(URI.create("https://api.example.org")),
                    List.of(new Choice("1", "One", Map.of()))),
            new MemberId("user-1"),
            new NewAccess(Set.of("mail"), SEALED, Optional.of(NOW), Optional.of(GRANT), Optional.of(NOW)));
    private static final RefreshedTokens TOKENS = new RefreshedTokens(
            SEALED,
            Optional.of(NOW),
            Optional.of(GRANT),
            Optional.of(new ScopeChange(Set.of("a"), Set.of("b"))),
            Optional.empty(),
            Optional.of(NOW));
    private static final Holding HOLDING = new Holding("account", "holder");

    private final ConnectionTransitions transitions = new ConnectionTransitions("connections");
    private final Connection connection =
            ConnectionItems.read(Item.of(ConnectionItems.key(AGREED.workspace(), AGREED.id())
                    .add(ConnectionItems.of(AGREED))
                    .add(ConnectionItems.holding(Optional.of(HOLDING)))
                    .text("status", "CONNECTED")
                    .time("statusSince", NOW)
                    .time("tokensIssuedAt", NOW)
                    .time("connectedAt", NOW)
                    .values()));

    @Test
    void everyAttributeIsWrittenByATransition() {
        Set<String> written = new HashSet<>();
        writes().forEach(update -> written.addAll(set(update)));
        written.addAll(
                ConnectionItems.key(AGREED.workspace(), AGREED.id()).values().keySet());

        assertThat(written).containsExactlyInAnyOrderElementsOf(ConnectionAttributes.all());
    }

    @Test
    void everyWriteReplacesTheEventOfTheLast() {
        assertThat(writes()).allSatisfy(update -> {
            Set<String> changed = new HashSet<>(set(update));
            changed.addAll(removed(update));
            assertThat(changed).contains(PatchbayEvent.ATTRIBUTE);
        });
    }

    @Test
    void tombstoneLosesEveryAttributeThatNoTombstoneHas() {
        assertThat(removed(transitions.remove(connection, SEALED, "removal-1", NOW)))
                .containsExactlyInAnyOrderElementsOf(ConnectionAttributes.withoutTombstone())
                .contains("credential", "grantExpiresAt", "heldAccount", "lastUsedAt", "refreshAt", "warnedDays")
                .doesNotContain("accountLabel", "connectedBy", "fence", "status");
    }

    @Test
    void newConnectionLosesWhatOnlyATombstoneHas() {
        assertThat(removed(transitions.connect(AGREED, Optional.empty(), NOW)))
                .contains("removal", "revoking", "expiresAt");
    }

    @Test
    void leasesIndexKeysAndHashesAreInternal() {
        assertThat(ConnectionAttributes.all().stream().filter(ConnectionAttributes::isInternal))
                .containsExactlyInAnyOrder(
                        "workspace",
                        "event",
                        "fence",
                        "leaseUntil",
                        "leaseOwner",
                        "heldAccount",
                        "holder",
                        "removal",
                        "grantShard",
                        "refreshShard");
    }

    private List<Update> writes() {
        RefreshLease lease = new RefreshLease(connection, NOW, false);
        FailedRefresh failed = new FailedRefresh("status_503", true, true, NOW, Optional.of(NOW));
        PatchbayEvent event = ConnectionEvents.refreshed(connection, NOW);
        return List.of(
                transitions.connect(AGREED, Optional.of(HOLDING), NOW),
                transitions.reconnect(AGREED, Optional.empty(), NOW),
                transitions.choose(connection, new Choice("1", "One", Map.of())),
                transitions.recordUse(connection, NOW),
                transitions.lease(connection, "owner", NOW, true, Optional.of(NOW), NOW),
                transitions.refreshed(connection, TOKENS, Optional.of(HOLDING), NOW),
                transitions.refreshedLate(connection, TOKENS, Optional.empty(), NOW),
                transitions.release(lease),
                transitions.postpone(lease, failed, NOW),
                transitions.fail(lease, failed, NOW),
                transitions.doubt(connection, NOW, NOW),
                transitions.endDoubt(connection, Optional.of(NOW), NOW),
                transitions.recordRefusal(connection, NOW, NOW),
                transitions.postponeCheck(connection, NOW, NOW),
                transitions.warn(connection, new GrantForecast(NOW, "It is limited."), 3, event),
                transitions.reportFailing(connection, NOW),
                transitions.reportNarrowed(connection, List.of("Send"), NOW),
                transitions.end(connection, ConnectionStatus.EXPIRED, "grant_ended", NOW),
                transitions.remove(connection, SEALED, "removal-1", NOW),
                transitions.layAside(connection, NOW));
    }

    private static Set<String> set(Update update) {
        return names(Pattern.compile("#(\\w+) = "), clauses(update)[0]);
    }

    private static Set<String> removed(Update update) {
        return Arrays.stream(clauses(update))
                .skip(1)
                .flatMap(clause -> names(Pattern.compile("#(\\w+)"), clause).stream())
                .collect(Collectors.toSet());
    }

    private static Set<String> names(Pattern pattern, String clause) {
        Stream<MatchResult> found = pattern.matcher(clause).results();
        return found.map(match -> match.group(1)).collect(Collectors.toSet());
    }

    private static String[] clauses(Update update) {
        return update.returningNothing().updateExpression().split("(^| )REMOVE ");
    }
}
