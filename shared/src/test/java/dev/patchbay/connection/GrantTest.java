package dev.patchbay.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.patchbay.catalog.Provider;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.oauth.TokenSet;
import dev.patchbay.vault.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The forecasts from the catalogue's rules and the providers' answers. */
class GrantTest {
    private static final Instant AGREED = Instant.parse("2026-11-20T12:00:00Z");
    private static final ProviderCatalog CATALOG = new ProviderCatalog(GrantTest.class.getClassLoader(), Map.of());

    @ParameterizedTest
    @CsvSource(textBlock = """
            # provider,      the access token ends in, refresh token, the answer says,  the grant ends at
            linkedin,         PT1440H, false, ,       2027-01-19T12:00:00Z
            linkedin,         PT1440H, true,  P365D,  2027-11-20T12:00:00Z
            outlook-mail,     PT1H,    true,  ,       2027-02-18T12:00:00Z
            outlook-calendar, PT1H,    true,  ,       2027-02-18T12:00:00Z
            microsoft-todo,   PT1H,    true,  ,       2027-02-18T12:00:00Z
            quickbooks,       PT1H,    true,  P101D,  2027-02-28T12:00:00Z
            quickbooks,       PT1H,    true,  P30D,   2026-12-20T12:00:00Z
            gmail,            PT1H,    true,  ,       2027-05-20T12:00:00Z
            gmail,            PT1H,    true,  P7D,    2026-11-27T12:00:00Z
            gmail,            PT1H,    false, ,       2026-11-20T13:00:00Z
            github,           PT8H,    true,  P183D,  2027-05-22T12:00:00Z
            slack,            PT12H,   true,  ,
            slack,            ,        false, ,
            hubspot,          PT30M,   true,  ,
            salesforce,       PT2H,    true,  ,
            freshbooks,       PT12H,   true,  ,
            mailchimp,        ,        false, ,
            """)
    void forecastsTheEarliestKnownEndOfAGrant(
            String provider, Duration token, boolean refreshable, Duration left, Instant end) {
        Grant grant = Grant.agreed(
                provider(provider),
                tokens(
                        Optional.ofNullable(token),
                        refreshable,
                        Optional.ofNullable(left).map(AGREED::plus)),
                AGREED);

        assertThat(grant.forecast().map(GrantForecast::at)).isEqualTo(Optional.ofNullable(end));
    }

    @Test
    void refreshPostponesTheEndForInactivity() {
        Instant later = AGREED.plus(Duration.ofDays(80));

        Grant refreshed = grant("outlook-mail").refreshed(provider("outlook-mail"), answer(Optional.empty()), later);

        assertThat(refreshed.forecast())
                .contains(new GrantForecast(
                        later.plus(Duration.ofDays(90)), "Microsoft ends a connection that is not used for 90 days."));
    }

    @Test
    void refreshKeepsTheEndThatCountsFromConsent() {
        Instant later = Instant.parse("2031-11-01T00:00:00Z");

        Grant refreshed = grant("quickbooks")
                .refreshed(provider("quickbooks"), answer(Optional.of(later.plus(Duration.ofDays(101)))), later);

        assertThat(refreshed.forecast())
                .contains(new GrantForecast(
                        Instant.parse("2031-11-20T12:00:00Z"), "QuickBooks ends every connection after 5 years."));
    }

    @Test
    void keepsTheEndUntilAnAnswerChangesIt() {
        Grant testing = Grant.agreed(provider("gmail"), answer(Optional.of(AGREED.plus(Duration.ofDays(7)))), AGREED);
        Instant later = AGREED.plus(Duration.ofDays(2));

        Grant silent = testing.refreshed(provider("gmail"), answer(Optional.empty()), later);
        Grant anew = testing.refreshed(provider("gmail"), answer(Optional.of(later.plus(Duration.ofDays(30)))), later);

        assertThat(silent.forecast()).isEqualTo(testing.forecast());
        assertThat(anew.forecast().orElseThrow().at()).isEqualTo(later.plus(Duration.ofDays(30)));
    }

    @Test
    void dropsAnEndThatARefreshOutlived() {
        Grant testing = Grant.agreed(provider("gmail"), answer(Optional.of(AGREED.plus(Duration.ofDays(7)))), AGREED);
        Instant later = AGREED.plus(Duration.ofDays(8));

        Grant refreshed = testing.refreshed(provider("gmail"), answer(Optional.empty()), later);

        assertThat(refreshed.forecast().orElseThrow().why())
                .isEqualTo("Google ends a connection that is not used for six months.");
    }

    @Test
    void everyForecastSaysWhy() {
        assertThat(grantWithoutRefreshToken("linkedin").forecast().orElseThrow().why())
                .isEqualTo("LinkedIn gives access for a limited time, and only you can renew it.");
        assertThat(Grant.agreed(provider("gmail"), answer(Optional.of(AGREED.plus(Duration.ofDays(7)))), AGREED)
                        .forecast()
                        .orElseThrow()
                        .why())
                .isEqualTo("Gmail limits how long this access lasts.");
    }

    private static Provider provider(String name) {
        return CATALOG.get(new ProviderId(name));
    }

    private static Grant grant(String provider) {
        return Grant.agreed(provider(provider), answer(Optional.empty()), AGREED);
    }

    private static Grant grantWithoutRefreshToken(String provider) {
        return Grant.agreed(
                provider(provider), tokens(Optional.of(Duration.ofDays(60)), false, Optional.empty()), AGREED);
    }

    private static TokenSet answer(Optional<Instant> ends) {
        return tokens(Optional.of(Duration.ofHours(1)), true, ends);
    }

    private static TokenSet tokens(Optional<Duration> token, boolean refreshable, Optional<Instant> ends) {
        return new TokenSet(
                Secret.of("access-1"),
                refreshable ? Optional.of(Secret.of("refresh-1")) : Optional.empty(),
                token.map(AGREED::plus),
                ends,
                Set.of(),
                JsonNodeFactory.instance.objectNode());
    }
}
