package dev.patchbay.action.apollo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.patchbay.action.ActionResult;
import dev.patchbay.provider.ProviderError;
import dev.patchbay.provider.ProviderException;
import dev.patchbay.provider.ProviderHttp;
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
    private ApolloServer apollo;

    @BeforeEach
    void start() throws IOException {
        apollo = new ApolloServer();
    }

    @AfterEach
    void stop() {
        apollo.close();
    }

    @Test
    void matchTellsWhatApolloKnowsAndNothingEmpty() throws ProviderException {
        apollo.answers(200, """
                {"person": {"id": "p1", "name": "Ann Example", "first_name": "Ann", "title": "CTO", "email": null,
                 "linkedin_url": "http://linkedin.com/in/ann", "headline": "unasked",
                 "organization": {"name": "Example", "estimated_num_employees": 120, "industry": ""}}}""");

        ActionResult result = action.call(ANN, apollo.access());

        assertThat(result.values())
                .isEqualTo(Map.of(
                        "matched", "true",
                        "apolloId", "p1",
                        "name", "Ann Example",
                        "firstName", "Ann",
                        "title", "CTO",
                        "linkedinUrl", "http://linkedin.com/in/ann",
                        "organization", "Example",
                        "employees", "120"));
    }

    @Test
    void noMatchIsASuccess() throws ProviderException {
        apollo.answers(200, "{\"person\": null}");

        ActionResult result = action.call(ANN, apollo.access());

        assertThat(result.values()).isEqualTo(Map.of("matched", "false"));
    }

    @Test
    void queryGoesInTheBodyAndTheKeyInItsHeader() throws ProviderException {
        apollo.answers(200, "{\"person\": null}");

        action.call(ANN, apollo.access());

        assertThat(apollo.received())
                .containsExactly(new ApolloServer.Received(
                        "POST", "/api/v1/people/match", Optional.of("key-1"), "{\"email\":\"ann@example.com\"}"));
    }

    @Test
    void wrongKeyIsToldInWords() {
        apollo.answers(401, "Invalid access credentials.");

        assertThat(failure()).isEqualTo(new ProviderError.Unauthorized("Apollo integration error: Invalid API key"));
    }

    @Test
    void planWithoutEnrichmentIsForTheOwnerToChange() {
        apollo.answers(403, "{}");

        assertThat(failure()).isInstanceOf(ProviderError.Misconfigured.class);
    }

    @Test
    void usedUpCreditsAreAQuota() {
        apollo.answers(422, "{\"error\": \"insufficient credits\"}");

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
        apollo.answers(200, "<html>maintenance</html>");

        assertThat(failure()).isInstanceOf(ProviderError.Transient.class);
    }

    @Test
    void companyAloneNamesNobody() {
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
    void blankEmailNamesNobody() {
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
