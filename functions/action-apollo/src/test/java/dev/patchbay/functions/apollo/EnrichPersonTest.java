package dev.patchbay.functions.apollo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.patchbay.action.ActionResult;
import dev.patchbay.action.ProviderStandIn;
import dev.patchbay.call.ProviderError;
import dev.patchbay.call.ProviderException;
import dev.patchbay.call.ProviderHttp;
import dev.patchbay.connection.Account;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EnrichPersonTest {
    private static final PersonQuery ANN = byEmail("ann@example.com");

    private final EnrichPerson action = new EnrichPerson(new ProviderHttp());
    private ProviderStandIn apollo;

    @BeforeEach
    void start() throws IOException {
        apollo = new ProviderStandIn("apollo", new Account("1", "acme"), "key-1");
    }

    @AfterEach
    void stop() {
        apollo.close();
    }

    @Test
    void matchReturnsOnlyFieldsThatApolloKnows() throws ProviderException {
        apollo.answers(200, """
                {"person": {"id": "p1", "name": "Ann Example", "first_name": "Ann", "title": "CTO", "email": null,
                 "linkedin_url": "http://linkedin.com/in/ann", "headline": "unasked",
                 "organization": {"name": "Example", "estimated_num_employees": 120, "industry": ""}}}""", Map.of());

        ActionResult result = action.call(ANN, apollo.access());

        assertThat(result.json().toString()).isEqualTo("""
                {"matched":true,"apolloId":"p1","name":"Ann Example","firstName":"Ann","title":"CTO",\
                "linkedinUrl":"http://linkedin.com/in/ann","organization":"Example","employees":120}""");
    }

    @Test
    void noMatchIsASuccess() throws ProviderException {
        apollo.answers(200, "{\"person\": null}", Map.of());

        ActionResult result = action.call(ANN, apollo.access());

        assertThat(result.json().toString()).isEqualTo("{\"matched\":false}");
    }

    @Test
    void queryGoesInTheBodyAndTheKeyInItsHeader() throws ProviderException {
        apollo.answers(200, "{\"person\": null}", Map.of());

        action.call(ANN, apollo.access());

        ProviderStandIn.Received request = apollo.received().getFirst();
        assertThat(request.method() + " " + request.path()).isEqualTo("POST /api/v1/people/match");
        assertThat(request.header("x-api-key")).contains("key-1");
        assertThat(request.body()).isEqualTo("{\"email\":\"ann@example.com\"}");
        assertThat(apollo.received()).hasSize(1);
    }

    @Test
    void wrongKeyIsReportedInWords() {
        apollo.answers(401, "Invalid access credentials.", Map.of());

        assertThat(failure()).isEqualTo(new ProviderError.Unauthorized("Apollo integration error: Invalid API key"));
    }

    @Test
    void planWithoutEnrichmentIsForTheOwnerToChange() {
        apollo.answers(403, "{}", Map.of());

        assertThat(failure()).isInstanceOf(ProviderError.Misconfigured.class);
    }

    @Test
    void usedUpCreditsAreAQuota() {
        apollo.answers(422, "{\"error\": \"insufficient credits\"}", Map.of());

        assertThat(failure()).isInstanceOf(ProviderError.QuotaExhausted.class);
    }

    @Test
    void rateLimitSaysHowLongToWait() {
        apollo.answers(429, "{}", Map.of("Retry-After", "17"));

        assertThat(failure())
                .isEqualTo(new ProviderError.RateLimited("Apollo asks to slow down", Duration.ofSeconds(17)));
    }

    @Test
    void answerWithoutAPersonIsNotTakenForNoMatch() {
        apollo.answers(200, "<html>maintenance</html>", Map.of());

        assertThat(failure()).isInstanceOf(ProviderError.Transient.class);
    }

    @Test
    void companyAloneIsRefused() {
        PersonQuery company = new PersonQuery(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("Example"),
                Optional.of("example.com"),
                Optional.empty());

        ProviderException refused = catchThrowableOfType(ProviderException.class, () -> action.check(company));

        assertThat(refused.error()).isInstanceOf(ProviderError.InvalidInput.class);
    }

    @Test
    void blankEmailIsRefused() {
        ProviderException refused = catchThrowableOfType(ProviderException.class, () -> action.check(byEmail(" ")));

        assertThat(refused.error()).isInstanceOf(ProviderError.InvalidInput.class);
    }

    @Test
    void firstAndLastNameAreEnough() throws ProviderException {
        PersonQuery named = new PersonQuery(
                Optional.empty(),
                Optional.empty(),
                Optional.of("Ann"),
                Optional.of("Example"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        action.check(named);

        assertThat(named.toParameters()).isEqualTo(Map.of("first_name", "Ann", "last_name", "Example"));
    }

    private ProviderError failure() {
        return catchThrowableOfType(ProviderException.class, () -> action.call(ANN, apollo.access()))
                .error();
    }

    private static PersonQuery byEmail(String email) {
        return new PersonQuery(
                Optional.of(email),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
