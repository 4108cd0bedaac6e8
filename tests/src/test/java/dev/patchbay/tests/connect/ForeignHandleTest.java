package dev.patchbay.tests.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.local.client.Answer;
import dev.patchbay.local.client.PatchbayClient;
import dev.patchbay.local.simulator.Person;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import dev.patchbay.local.simulator.oauth.OAuthProviderSimulator;
import dev.patchbay.local.simulator.provider.slack.SlackSimulator;
import dev.patchbay.tests.fixture.StackUnderTest;
import dev.patchbay.tests.fixture.Tenant;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * An attacker starts a connect and sends its link to a victim, who allows it with an account of her own. Her account never becomes the
 * attacker's connection. FreshBooks can revoke a single grant, so the test can observe the revocation.
 */
@ExtendWith(StackUnderTest.class)
class ForeignHandleTest {
    private static final String VICTIMS_ACCOUNT = "jane@globex.example";
    private static final String REVOKE = "/auth/oauth/revoke";

    private final Tenant attackers;
    private final Tenant victims;
    private final PatchbayClient attacker;
    private final PatchbayClient victim;
    private final OAuthProviderSimulator freshBooks;

    ForeignHandleTest(Tenant tenant) {
        this.attackers = tenant;
        this.victims = tenant.other();
        this.attacker = attackers.owner();
        this.victim = victims.owner();
        this.freshBooks = (OAuthProviderSimulator) tenant.cloud().simulators().provider("freshbooks");
    }

    @Test
    void linkSentToAVictimConnectsNoAccount() {
        Set<String> before = freshBooks.liveTokens();
        URI link = attackers.authorizationUrl(attacker, "freshbooks");
        URI callback = new Person().allow(link, VICTIMS_ACCOUNT);
        String handle = handle(callback);
        assertThat(since(before)).isNotEmpty();

        Answer refused = victim.complete(handle);

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text("/code")).isEqualTo("not_yours");
        assertThat(refused.text("/detail"))
                .contains("the access that was granted was revoked")
                .doesNotContain(attackers.workspace(), "owner@acme");
        assertThat(attackers.connections()).isEmpty();
        assertThat(victims.connections()).isEmpty();
        assertThat(since(before)).isEmpty();
        assertThat(attacker.complete(handle).status()).isEqualTo(404);
        assertThat(attackers.connections()).isEmpty();
    }

    @Test
    void theAttackerAloneCannotCompleteWhatTheVictimAllowed() {
        URI link = attackers.authorizationUrl(attacker, "freshbooks");
        URI callback = new Person().allow(link, VICTIMS_ACCOUNT);
        String state = link.getRawQuery().replaceFirst("(?:.*&)?state=([^&]*).*", "$1");
        victim.open(callback);

        assertThat(attacker.open(callback).status()).isEqualTo(400);
        assertThat(attacker.complete(state).status()).isEqualTo(404);
        assertThat(attackers.connections()).isEmpty();
    }

    @Test
    void anotherMemberOfTheSameWorkspaceIsRefusedToo() {
        Set<String> before = freshBooks.liveTokens();
        String handle = handle(new Person().allow(attackers.authorizationUrl(attacker, "freshbooks"), VICTIMS_ACCOUNT));

        Answer refused = attackers.member("admin").complete(handle);

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text("/code")).isEqualTo("not_yours");
        assertThat(attackers.connections()).isEmpty();
        assertThat(since(before)).isEmpty();
    }

    @Test
    void aVictimWhoMayNotManageConnectionsEndsTheGrantToo() {
        Set<String> before = freshBooks.liveTokens();
        String handle = handle(new Person().allow(attackers.authorizationUrl(attacker, "freshbooks"), VICTIMS_ACCOUNT));

        assertThat(victims.member("member").complete(handle).text("/code")).isEqualTo("not_yours");
        assertThat(since(before)).isEmpty();
    }

    @Test
    void refusedHandleStaysRefusedDuringAnOutage() {
        freshBooks.misbehave(new Misbehaviour.Answer(REVOKE, 1, 503));
        String handle = handle(new Person().allow(attackers.authorizationUrl(attacker, "freshbooks"), VICTIMS_ACCOUNT));

        assertThat(victim.complete(handle).status()).isEqualTo(403);

        Answer late = attacker.complete(handle);
        assertThat(late.status()).isEqualTo(410);
        assertThat(late.text("/code")).isEqualTo("handle_expired");
        assertThat(attackers.connections()).isEmpty();
    }

    @Test
    void aRefusedLinkDoesNotEndWhatTheVictimHasConnectedHerself() {
        SlackSimulator slack = attackers.cloud().simulators().slack();
        String login = slack.accounts().getFirst().login();
        Set<String> before = slack.liveTokens();
        victims.connect(victim, "slack-user", login);
        Set<String> hers = new HashSet<>(slack.liveTokens());
        hers.removeAll(before);

        String handle = handle(new Person().allow(attackers.authorizationUrl(attacker, "slack-user"), login));
        Answer refused = victim.complete(handle);

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text("/detail")).contains("the access that was granted is not used");
        assertThat(hers).isNotEmpty();
        assertThat(slack.liveTokens()).containsAll(hers);
    }

    @Test
    void aForeignHandleThatWasCompletedEndsNothing() {
        Set<String> before = freshBooks.liveTokens();
        String handle = handle(new Person().allow(attackers.authorizationUrl(attacker, "freshbooks"), VICTIMS_ACCOUNT));
        String id = attacker.complete(handle).text("/id");

        Answer refused = victim.complete(handle);

        assertThat(refused.status()).isEqualTo(404);
        assertThat(attacker.get("/api/connections/" + id).text("/status")).isEqualTo("connected");
        assertThat(since(before)).isNotEmpty();
    }

    /** What the victim's page is given. */
    private String handle(URI callback) {
        return victim.open(callback).locationFragment("patchbay_handle").orElseThrow();
    }

    private Set<String> since(Set<String> before) {
        Set<String> given = new HashSet<>(freshBooks.liveTokens());
        given.removeAll(before);
        return given;
    }
}
