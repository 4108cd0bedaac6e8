package dev.patchbay.tests.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.local.client.Answer;
import dev.patchbay.local.client.PatchbayClient;
import dev.patchbay.local.template.EventSource;
import dev.patchbay.tests.fixture.GmailEvents;
import dev.patchbay.tests.fixture.StackUnderTest;
import dev.patchbay.tests.fixture.Tenant;
import dev.patchbay.tests.stack.ApiRoute.Access;
import dev.patchbay.tests.stack.ApiRoute.Ids;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules for every route of the template. */
@ExtendWith(StackUnderTest.class)
class RoutesTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Ids NONE =
            new Ids("conn_" + "0".repeat(26), "act_" + "0".repeat(26), "no-agent", "note_" + "0".repeat(32));

    private final Tenant tenant;

    RoutesTest(Tenant tenant) {
        this.tenant = tenant;
    }

    static Stream<ApiRoute> all() {
        return ApiRoute.ALL.stream();
    }

    static Stream<ApiRoute> behindAToken() {
        return all().filter(route -> route.access() != Access.EVERYONE);
    }

    /** A handle is its member's own, which ConnectTest shows. */
    static Stream<ApiRoute> ofTheWholeWorkspace() {
        return behindAToken().filter(route -> !route.route().endsWith("/complete"));
    }

    static Stream<ApiRoute> forManagers() {
        return all().filter(route -> route.access() == Access.MANAGERS || route.access() == Access.OWNER);
    }

    static Stream<ApiRoute> forTheOwner() {
        return all().filter(route -> route.access() == Access.OWNER);
    }

    static Stream<ApiRoute> namingRecords() {
        return all().filter(ApiRoute::namesRecords);
    }

    static Stream<ApiRoute> takingABody() {
        return all().filter(
                        route -> route.body().filter(body -> !body.isEmpty()).isPresent());
    }

    @Test
    void everyRouteOfTheTemplateHasAnEntryAndEveryEntryARoute() {
        assertThat(ApiRoute.ALL.stream().map(ApiRoute::route))
                .as(ApiRoute.MISSING)
                .containsExactlyInAnyOrderElementsOf(
                        templateRoutes().map(RoutesTest::name).toList());
        assertThat(ApiRoute.ALL.stream().map(ApiRoute::gap).flatMap(Optional::stream))
                .isEmpty();
    }

    @Test
    void theTemplateAsksForATokenWhereverTheEntryDoes() {
        assertThat(templateRoutes()
                        .filter(route -> route.authorizer().isPresent())
                        .map(RoutesTest::name))
                .containsExactlyInAnyOrderElementsOf(
                        behindAToken().map(ApiRoute::route).toList());
    }

    @ParameterizedTest
    @MethodSource("all")
    void withoutATokenItIsUnauthorizedUnlessItIsForEveryone(ApiRoute route) {
        Answer answer = route.send(PatchbayClient.anonymous(tenant.cloud().gatewayUri()), NONE);

        assertThat(answer.status() == 401).isEqualTo(route.access() != Access.EVERYONE);
    }

    @ParameterizedTest
    @MethodSource("behindAToken")
    void aTokenThatNamesNoRoleIsForbidden(ApiRoute route) {
        assertThat(route.send(tenant.member("visitor"), NONE).status()).isEqualTo(403);
    }

    @ParameterizedTest
    @MethodSource("forManagers")
    void membersMayNotCallManagersRoutes(ApiRoute route) {
        Ids own = ids(tenant.owner());

        assertThat(route.send(tenant.member("member"), own).status()).isEqualTo(403);

        assertThat(tenant.owner().get("/api/connections/" + own.connection()).text("/status"))
                .isEqualTo("connected");
    }

    @ParameterizedTest
    @MethodSource("forTheOwner")
    void anAdminIsForbiddenWhatIsForTheOwner(ApiRoute route) {
        assertThat(route.send(tenant.member("admin"), NONE).status()).isEqualTo(403);
    }

    @ParameterizedTest
    @MethodSource("ofTheWholeWorkspace")
    void theLeastRoleThatMayIsNotRefusedForItsRole(ApiRoute route) {
        PatchbayClient least = tenant.member(route.access().leastRole());

        assertThat(route.send(least, ids(tenant.owner())).status())
                .isLessThan(500)
                .isNotIn(401, 403, 404);
    }

    @ParameterizedTest
    @MethodSource("namingRecords")
    void anotherWorkspacesIdsAreNotFound(ApiRoute route) {
        PatchbayClient owner = tenant.owner();
        Ids ids = ids(owner);

        assertThat(route.send(tenant.other().owner(), ids).status()).isEqualTo(404);

        assertThat(owner.get("/api/connections/" + ids.connection()).text("/status"))
                .isEqualTo("connected");
    }

    @ParameterizedTest
    @MethodSource("namingRecords")
    void unknownIdsAreAnsweredLikeAnotherWorkspaces(ApiRoute route) {
        Answer foreign = route.send(tenant.other().owner(), ids(tenant.owner()));
        Answer unknown = route.send(tenant.owner(), NONE);

        assertThat(unknown.status()).isEqualTo(foreign.status());
        assertThat(unknown.json()).isEqualTo(foreign.json());
    }

    @ParameterizedTest
    @MethodSource("takingABody")
    void malformedJsonIsRefused(ApiRoute route) {
        for (String body : List.of("{\"a\": ", "[]", "null", "\"text\"", "{} {}", "{\"a\":1,\"a\":1}", "not JSON")) {
            Answer answer = route.send(tenant.owner(), NONE, body);

            assertThat(answer.status()).as(body).isEqualTo(400);
            assertThat(answer.text("/field")).as(body).isNotEmpty();
            assertThat(answer.text("/detail")).as(body).isNotEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("takingABody")
    void aFieldThatIsMissingOrOfTheWrongTypeOrUnknownIsNamed(ApiRoute route) throws JsonProcessingException {
        for (String field : route.required()) {
            assertNames(field, route, body(route).without(List.of(field)));
            assertNames(field, route, body(route).set(field, JSON.createArrayNode()));
            assertNames(field, route, body(route).putNull(field));
        }
        assertNames("nosuch", route, body(route).put("nosuch", "x"));
    }

    @ParameterizedTest
    @MethodSource("takingABody")
    void aBodyOverOneMegabyteIsTooLarge(ApiRoute route) throws JsonProcessingException {
        String large = body(route).put("nosuch", "a".repeat(1_000_000)).toString();

        Answer answer = route.send(tenant.owner(), NONE, large);

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.text("/code")).isEqualTo("payload_too_large");
    }

    @Test
    void anUnknownProviderIsNotFound() {
        PatchbayClient owner = tenant.owner();

        assertThat(owner.get("/api/auth/oauth/nosuch/authorize").status()).isEqualTo(404);
        assertThat(owner.post("/api/connections", Map.of("provider", "nosuch", "apiKey", "k"))
                        .status())
                .isEqualTo(404);
        assertThat(owner.post("/api/actions", Map.of("provider", "nosuch", "action", "a.b", "input", Map.of()))
                        .status())
                .isEqualTo(404);
    }

    private void assertNames(String field, ApiRoute route, Object body) {
        Answer answer = route.send(tenant.owner(), NONE, body.toString());

        assertThat(answer.status()).as(body.toString()).isEqualTo(400);
        assertThat(answer.text("/field")).as(body.toString()).isEqualTo(field);
        assertThat(answer.text("/detail")).as(body.toString()).contains(field);
    }

    private static ObjectNode body(ApiRoute route) throws JsonProcessingException {
        return JSON.readValue(route.body().orElseThrow(), ObjectNode.class);
    }

    /** Ids of records that this member's workspace has. */
    private Ids ids(PatchbayClient owner) {
        String connection = tenant.connect(owner, "gmail", "john@gmail.com");
        Answer submitted = owner.post("/api/actions", Tenant.mail("of a route"));
        assertThat(submitted.status()).isEqualTo(202);
        Answer registered = owner.send("PUT", "/api/agents/an-agent", "{\"name\":\"Tester\",\"uses\":[\"gmail\"]}");
        assertThat(registered.status()).isEqualTo(200);
        return new Ids(connection, submitted.text("/actionId"), "an-agent", notification(owner, connection));
    }

    /** A notification of this member's workspace, made as the bus would have it made. */
    private String notification(PatchbayClient owner, String connection) {
        GmailEvents events = GmailEvents.of(tenant.workspace(), connection);
        String event = GmailEvents.delivered(events.failing(GmailEvents.newId(), Instant.now()));
        ObjectNode message = JSON.createObjectNode();
        message.putArray("Records").addObject().put("messageId", "m").put("body", event);
        tenant.cloud().invoke("NotifyFunction", message.toString()).orThrow();
        return await().until(() -> owner.get("/api/notifications").text("/notifications/0/id"), id -> !id.isEmpty());
    }

    private Stream<EventSource.Route> templateRoutes() {
        return tenant.cloud().stack().functions().stream()
                .flatMap(function -> function.events(EventSource.Route.class));
    }

    private static String name(EventSource.Route route) {
        return route.method() + " " + route.path();
    }
}
