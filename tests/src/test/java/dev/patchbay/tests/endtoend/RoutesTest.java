package dev.patchbay.tests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.local.client.Answer;
import dev.patchbay.local.client.PatchbayClient;
import dev.patchbay.local.template.EventSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What holds on every route of the template. */
@ExtendWith(StackUnderTest.class)
class RoutesTest {
    private final Tenant tenant;

    RoutesTest(Tenant tenant) {
        this.tenant = tenant;
    }

    @Test
    void noTokenIsUnauthorizedWhereverATokenIsNeeded() {
        PatchbayClient nobody = PatchbayClient.anonymous(tenant.cloud().gatewayUri());

        for (EventSource.Route route : routes()) {
            if (route.authorizer().isPresent()) {
                assertThat(nobody.send(route.method(), path(route, "x"), "").status())
                        .as(route.toString())
                        .isEqualTo(401);
            }
        }
    }

    @Test
    void anotherWorkspacesIdsAreNotFoundOnAnyRoute() {
        PatchbayClient owner = tenant.owner();
        String connection = tenant.connect(owner, "gmail", "john@gmail.com");
        String action = tenant.act(owner, Tenant.mail("to be hidden"), Map.of()).text("/id");
        PatchbayClient stranger = tenant.other().owner();

        for (EventSource.Route route : routes()) {
            if (route.path().contains("{id}")) {
                String id = route.path().contains("actions") ? action : connection;
                assertThat(stranger.send(route.method(), path(route, id), "").status())
                        .as(route.toString())
                        .isEqualTo(404);
            }
        }
        assertThat(stranger.get("/api/auth/oauth/gmail/authorize?connection=" + connection)
                        .status())
                .isEqualTo(404);
        assertThat(stranger.post(
                                "/api/actions",
                                Map.of("connectionId", connection, "action", "gmail.send-email", "input", Map.of()))
                        .status())
                .isEqualTo(404);
        assertThat(owner.get("/api/connections/" + connection).status()).isEqualTo(200);
    }

    @Test
    void aMemberMayLookAndActButNotConnectOrDisconnect() {
        String connection = tenant.connect(tenant.owner(), "gmail", "john@gmail.com");
        PatchbayClient member = tenant.member("member");

        assertThat(member.get("/api/integrations").status()).isEqualTo(200);
        assertThat(member.get("/api/connections/" + connection).status()).isEqualTo(200);
        assertThat(member.post("/api/actions", Tenant.mail("by a member")).status())
                .isEqualTo(202);
        assertForbidden(member.get("/api/auth/oauth/gmail/authorize"));
        assertForbidden(member.post("/api/connections", Map.of("provider", "apollo", "apiKey", "k")));
        assertForbidden(member.delete("/api/connections/" + connection));
    }

    @Test
    void aTokenThatNamesNoRoleIsForbidden() {
        assertForbidden(tenant.member("visitor").get("/api/integrations"));
    }

    @Test
    void malformedJsonIsRefused() {
        Answer answer = tenant.owner().postText("/api/actions", "{\"action\": ", Map.of());

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("/field")).isEqualTo("body");
    }

    @Test
    void aMissingFieldIsNamed() {
        Answer answer = tenant.owner().postText("/api/connections", "{\"provider\": \"apollo\"}", Map.of());

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("/field")).isEqualTo("apiKey");
    }

    @Test
    void aFieldOfTheWrongTypeIsNamed() {
        Answer answer = tenant.owner()
                .postText("/api/actions", "{\"provider\": \"gmail\", \"action\": {}, \"input\": {}}", Map.of());

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("/field")).isEqualTo("action");
    }

    @Test
    void anUnknownProviderIsNotFound() {
        assertThat(tenant.owner()
                        .post("/api/connections", Map.of("provider", "nosuch", "apiKey", "k"))
                        .status())
                .isEqualTo(404);
        assertThat(tenant.owner()
                        .post("/api/actions", Map.of("provider", "nosuch", "action", "a.b", "input", Map.of()))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aBodyOverOneMegabyteIsTooLarge() {
        Answer answer = tenant.owner()
                .post("/api/actions", Map.of("provider", "gmail", "action", "x", "input", "a".repeat(1_000_000)));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.text("/code")).isEqualTo("payload_too_large");
    }

    private List<EventSource.Route> routes() {
        return tenant.cloud().stack().functions().stream()
                .flatMap(function -> function.events(EventSource.Route.class))
                .toList();
    }

    private static String path(EventSource.Route route, String id) {
        return route.path().replace("{id}", id).replace("{provider}", "gmail");
    }

    private static void assertForbidden(Answer answer) {
        assertThat(answer.status()).isEqualTo(403);
    }
}
