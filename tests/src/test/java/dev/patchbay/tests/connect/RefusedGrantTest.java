package dev.patchbay.tests.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.local.aws.AwsClients;
import dev.patchbay.local.client.Answer;
import dev.patchbay.local.client.PatchbayClient;
import dev.patchbay.local.simulator.Person;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import dev.patchbay.local.simulator.oauth.OAuthProviderSimulator;
import dev.patchbay.tests.fixture.StackUnderTest;
import dev.patchbay.tests.fixture.Tenant;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The tokens of a connect that is refused after its code was exchanged: they are revoked if unused. */
@ExtendWith(StackUnderTest.class)
class RefusedGrantTest {
    private static final String JANE = "jane@globex.example";
    private static final String WHO = "/auth/api/v1/users/me";
    private static final String REVOKE = "/auth/oauth/revoke";

    private final Tenant tenant;
    private final PatchbayClient browser;
    private final OAuthProviderSimulator freshBooks;

    RefusedGrantTest(Tenant tenant) {
        this.tenant = tenant;
        this.browser = tenant.owner();
        this.freshBooks = (OAuthProviderSimulator) tenant.cloud().simulators().provider("freshbooks");
    }

    @Test
    void grantWithoutRequiredScopesIsRevoked() {
        freshBooks.misbehave(new Misbehaviour.GrantOnly(Set.of("user:profile:read")));
        Set<String> before = freshBooks.liveTokens();

        Answer answer = connect();

        assertThat(answer.locationFragment("patchbay_error")).contains("missing_scopes");
        assertThat(since(before)).isEmpty();
    }

    @Test
    void grantOfAnUnknownAccountIsRevoked() {
        freshBooks.misbehave(new Misbehaviour.Answer(WHO, 1, 503));
        Set<String> before = freshBooks.liveTokens();

        Answer answer = connect();

        assertThat(answer.locationFragment("patchbay_error")).contains("identity_failed");
        assertThat(since(before)).isEmpty();
    }

    @Test
    void grantOnWhichAConnectionMayLiveIsLeftAlone() {
        tenant.connect(browser, "freshbooks", JANE);
        freshBooks.misbehave(new Misbehaviour.Answer(WHO, 1, 503));
        int before = revocations();

        Answer answer = connect();

        assertThat(answer.locationFragment("patchbay_error")).contains("identity_failed");
        assertThat(revocations()).isEqualTo(before);
    }

    @Test
    void unrevokedGrantIsStoredForALaterRevocation() {
        freshBooks.misbehave(new Misbehaviour.GrantOnly(Set.of("user:profile:read")));
        freshBooks.misbehave(new Misbehaviour.Answer(REVOKE, 1, 500));
        int before = revocations();

        Answer answer = connect();

        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.locationFragment("patchbay_error")).contains("missing_scopes");
        assertThat(revocations()).isEqualTo(before + 1);
        assertThat(toBeRevoked())
                .singleElement()
                .satisfies(grant -> assertThat(grant)
                        .containsEntry("ended", AttributeValue.fromBool(true))
                        .containsEntry("provider", AttributeValue.fromS("freshbooks"))
                        .containsKey("credential"));
    }

    private List<Map<String, AttributeValue>> toBeRevoked() {
        String table = tenant.cloud().stack().tables().stream()
                .filter(candidate -> candidate.logicalId().equals("PendingGrantsTable"))
                .findFirst()
                .orElseThrow()
                .name();
        try (AwsClients clients = tenant.cloud().clients("test");
                DynamoDbClient dynamoDb = clients.dynamoDb()) {
            return dynamoDb.scan(scan -> scan.tableName(table).consistentRead(true)).items().stream()
                    .filter(item -> item.getOrDefault("workspace", AttributeValue.fromS(""))
                            .s()
                            .equals(tenant.workspace()))
                    .toList();
        }
    }

    @Test
    void sharedGrantOfAnUnknownAccountIsNotRevoked() {
        OAuthProviderSimulator google =
                (OAuthProviderSimulator) tenant.cloud().simulators().provider("google");
        google.misbehave(new Misbehaviour.Answer("/oauth2/v2/userinfo", 2, 503));
        Set<String> before = google.liveTokens();

        Answer answer = browser.open(new Person().allow(tenant.authorizationUrl(browser, "gmail"), "john@gmail.com"));

        assertThat(answer.locationFragment("patchbay_error")).contains("identity_failed");
        assertThat(google.liveTokens()).containsAll(before).hasSizeGreaterThan(before.size());
    }

    @Test
    void grantOfAWholeAccountIsRevokedIfUnused() {
        Answer answer = otherAccountChosen();

        assertThat(answer.locationFragment("patchbay_error")).contains("account_mismatch");
        assertThat(tenant.cloud().simulators().google().liveRefreshTokens("john@gmail.com"))
                .isZero();
    }

    @Test
    void incompleteGrantOfAWholeAccountIsRevokedIfUnused() {
        Answer answer = gmailWithoutPermission();

        assertThat(answer.locationFragment("patchbay_error")).contains("missing_scopes");
        assertThat(tenant.cloud().simulators().google().liveRefreshTokens("john@gmail.com"))
                .isZero();
    }

    @Test
    void grantOfAWholeAccountIsLeftAloneIfAnotherWorkspaceHoldsIt() {
        Tenant other = tenant.other();
        other.connect(other.owner(), "gmail", "john@gmail.com");

        otherAccountChosen();
        gmailWithoutPermission();

        assertThat(other.act(other.owner(), Tenant.mail("of " + other.workspace()), Map.of())
                        .text("/status"))
                .isEqualTo("succeeded");
        assertThat(tenant.cloud().simulators().google().liveRefreshTokens("john@gmail.com"))
                .isPositive();
    }

    /** A reconnect of Jane's account, at which John's is chosen. */
    private Answer otherAccountChosen() {
        String connection = tenant.connect(browser, "gmail", "jane@gmail.com");
        URI consent = URI.create(browser.get("/api/auth/oauth/gmail/authorize?connectionId=" + connection)
                .text("/authorizationUrl"));
        return browser.open(new Person().allow(consent, "john@gmail.com"));
    }

    private Answer gmailWithoutPermission() {
        Set<String> ticked = Set.of("https://www.googleapis.com/auth/userinfo.email");
        return browser.open(new Person().allow(tenant.authorizationUrl(browser, "gmail"), "john@gmail.com", ticked));
    }

    private Answer connect() {
        return browser.open(new Person().allow(tenant.authorizationUrl(browser, "freshbooks"), JANE));
    }

    private Set<String> since(Set<String> before) {
        Set<String> given = new HashSet<>(freshBooks.liveTokens());
        given.removeAll(before);
        return given;
    }

    private int revocations() {
        return tenant.cloud().simulators().requests("freshbooks", REVOKE).size();
    }
}
