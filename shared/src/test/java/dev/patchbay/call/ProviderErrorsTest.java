package dev.patchbay.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.call.ProviderError.InvalidInput;
import dev.patchbay.call.ProviderError.Misconfigured;
import dev.patchbay.call.ProviderError.NotFound;
import dev.patchbay.call.ProviderError.QuotaExhausted;
import dev.patchbay.call.ProviderError.RateLimited;
import dev.patchbay.call.ProviderError.Transient;
import dev.patchbay.call.ProviderError.Unauthorized;
import dev.patchbay.catalog.Provider;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.catalog.SampleYaml;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The meaning of rules and statuses for any provider; Gmail's and Apollo's rules. */
class ProviderErrorsTest {
    private static final ProviderCatalog CATALOG =
            new ProviderCatalog(ProviderErrorsTest.class.getClassLoader(), Map.of());

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204})
    void successIsNoError(int status) {
        assertThat(of("gmail", status, "{}")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "400, InvalidInput",
        "401, Unauthorized",
        "402, QuotaExhausted",
        "403, Misconfigured",
        "404, NotFound",
        "408, Transient",
        "409, InvalidInput",
        "410, NotFound",
        "422, InvalidInput",
        "425, Transient",
        "429, RateLimited",
        "500, Transient",
        "502, Transient",
        "503, Transient",
        "504, Transient"
    })
    void classifiesByStatusAlone(int status, String kind) {
        assertThat(error("gmail", status, "<html>").getClass().getSimpleName()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({"500, true", "502, true", "504, true", "503, true", "408, false"})
    void statusDecidesWhetherItMayHaveActed(int status, boolean mayHaveActed) {
        assertThat(error("gmail", status, ""))
                .isInstanceOfSatisfying(
                        Transient.class,
                        error -> assertThat(error.mayHaveActed()).isEqualTo(mayHaveActed));
    }

    @Test
    void vendorsPageThatSaysThatNothingWasDoneIsBelieved() {
        Provider documented = SampleYaml.with("- status: [403]", """
                - status: [503]
                    body: { /error: [overloaded] }
                    is: transient
                    notAccepted: https://sample.example/docs/errors
                  - status: [403]""");

        assertThat(mayHaveActed(documented, "{\"error\":\"overloaded\"}")).isFalse();
        assertThat(mayHaveActed(documented, "{}")).isTrue();
    }

    private static boolean mayHaveActed(Provider provider, String body) {
        ProviderResponse response = new ProviderResponse(503, Map.of(), body);
        return ((Transient) ProviderErrors.of(provider, response, Instant.EPOCH).orElseThrow()).mayHaveActed();
    }

    @ParameterizedTest
    @CsvSource({"403, rateLimitExceeded", "403, userRateLimitExceeded", "429, rateLimitExceeded"})
    void googleRateLimitIsARateLimitWhateverItsStatus(int status, String reason) {
        assertThat(error("gmail", status, google(reason))).isInstanceOf(RateLimited.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"quotaExceeded", "dailyLimitExceeded"})
    void googleDailyLimitIsAQuota(String reason) {
        assertThat(error("gmail", 403, google(reason)))
                .isEqualTo(new QuotaExhausted(
                        "The daily sending limit of this Gmail account is reached", Optional.empty()));
    }

    @Test
    void googleMissingPermissionSaysWhatToDo() {
        assertThat(error("gmail", 403, google("insufficientPermissions")))
                .isEqualTo(new Misconfigured("Gmail needs the permission to send email. Reconnect and allow it"));
    }

    @Test
    void googleApiThatIsNotTurnedOnIsTheOperators() {
        assertThat(error("gmail", 403, google("accessNotConfigured"))).isInstanceOf(Misconfigured.class);
    }

    @Test
    void apolloWrongKeyIsUnauthorizedInItsOwnWords() {
        assertThat(error("apollo", 401, "Invalid access credentials."))
                .isEqualTo(new Unauthorized("Apollo integration error: Invalid API key"));
    }

    @Test
    void apolloEndpointThatThePlanLacksIsMisconfigured() {
        assertThat(error("apollo", 403, "{}")).isInstanceOf(Misconfigured.class);
    }

    @Test
    void apolloWithoutCreditsIsAQuota() {
        assertThat(error("apollo", 422, "{\"error\":\"insufficient credits\"}"))
                .isEqualTo(new QuotaExhausted("The Apollo account has no credits left", Optional.empty()));
    }

    @Test
    void apolloRefusedInputIsTheInputs() {
        assertThat(error("apollo", 422, "{\"error\":\"email is not valid\"}")).isInstanceOf(InvalidInput.class);
    }

    @Test
    void rateLimitWaitsAsLongAsAsked() {
        ProviderResponse response = new ProviderResponse(429, Map.of("retry-after", "30"), slack("ratelimited"));

        assertThat(ProviderErrors.of(provider("slack"), response, NOW))
                .contains(new RateLimited("Slack asks to slow down", Duration.ofSeconds(30)));
    }

    @Test
    void dateToWaitForIsJudgedByTheClockGiven() {
        ProviderResponse response =
                new ProviderResponse(429, Map.of("retry-after", "Fri, 20 Nov 2026 12:01:30 GMT"), "");

        assertThat(ProviderErrors.of(provider("gmail"), response, NOW))
                .contains(new RateLimited("Gmail asks to slow down", Duration.ofSeconds(90)));
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 301, 302, 303, 304, 307, 308})
    void redirectIsAFailureThatDidNothing(int status) {
        assertThat(error("gmail", status, "{}"))
                .isEqualTo(new Transient("Gmail returned a temporary error (status " + status + ")", false));
    }

    @Test
    void rateLimitWithoutAWaitWaitsASecond() {
        assertThat(error("gmail", 429, ""))
                .isEqualTo(new RateLimited("Gmail asks to slow down", Duration.ofSeconds(1)));
    }

    @Test
    void messageHoldsNothingOfTheBody() {
        assertThat(error("gmail", 400, "{\"error\":{\"message\":\"token ya29.x is bad\"}}")
                        .message())
                .isEqualTo("Gmail refused this input");
    }

    @Test
    void firstRuleThatMatchesWins() {
        Provider two = SampleYaml.with(
                "  - status: [403]\n", "  - { status: [403], body: {}, is: not-found }\n  - status: [403]\n");

        assertThat(ProviderErrors.of(two, new ProviderResponse(403, Map.of(), "{\"error\":\"slow\"}"), NOW))
                .get()
                .isInstanceOf(NotFound.class);
    }

    private static String google(String reason) {
        return """
                {"error":{"code":403,"message":"m","errors":[{"domain":"usageLimits","reason":"%s"}]}}""".formatted(reason);
    }

    private static String slack(String error) {
        return "{\"ok\":false,\"error\":\"" + error + "\"}";
    }

    private static ProviderError error(String provider, int status, String body) {
        return of(provider, status, body).orElseThrow();
    }

    private static Optional<ProviderError> of(String provider, int status, String body) {
        return ProviderErrors.of(provider(provider), new ProviderResponse(status, Map.of(), body), NOW);
    }

    private static Provider provider(String name) {
        return CATALOG.get(new ProviderId(name));
    }
}
