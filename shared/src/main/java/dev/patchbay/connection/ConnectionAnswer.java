package dev.patchbay.connection;

import dev.patchbay.catalog.Auth;
import dev.patchbay.catalog.ConnectionChoice;
import dev.patchbay.catalog.Provider;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A connection as the API shows it: the JSON of {@code GET /api/connections/{id}}.
 *
 * @param message its status in words, such as {@code Connected as john@gmail.com}
 * @param nextStep the one thing to do, if a person must act
 * @param missingScopes permissions that were not granted, in words
 * @param needsScopes that it was granted more before, as the mark beside its status; absent while nothing was lost
 * @param choices what a person picks one of, such as businesses; empty where there is nothing to pick
 * @param grantExpiresAt when it ends as far as is known now; absent if unknown
 * @param expiring that it ends soon; absent while it does not
 * @param lastUsedAt to the minute
 * @param notice what else the person who has just connected it should know
 */
public record ConnectionAnswer(
        String id,
        String provider,
        String account,
        String status,
        String message,
        Optional<String> reason,
        Instant since,
        Optional<String> nextStep,
        Set<String> scopes,
        List<String> missingScopes,
        Optional<NeedsScopesAnswer> needsScopes,
        List<ChoiceAnswer> choices,
        String connectedBy,
        Instant connectedAt,
        Optional<Instant> grantExpiresAt,
        Optional<ExpiringAnswer> expiring,
        Optional<Instant> lastUsedAt,
        Optional<String> notice) {

    /** @param missing what it could do and may not do any more, in words */
    private record NeedsScopesAnswer(List<String> missing, String why) {}

    private record ChoiceAnswer(String id, String label, boolean chosen) {}

    /** @param daysLeft of the calendar of UTC; 0 is today */
    private record ExpiringAnswer(Instant at, int daysLeft, String why) {}

    public static ConnectionAnswer of(Provider provider, Connection connection, Instant now) {
        return of(provider, connection, now, Optional.empty());
    }

    public static ConnectionAnswer of(Provider provider, Connection connection, Instant now, Optional<String> notice) {
        ConnectionStatus status = connection.status();
        Optional<ExpiringAnswer> expiring = expiring(connection, now);
        List<String> missing = missingScopes(provider, connection);
        return new ConnectionAnswer(
                connection.id().value(),
                connection.provider().value(),
                connection.account().label(),
                status.name().toLowerCase(Locale.ROOT),
                status == ConnectionStatus.CONNECTED
                        ? "Connected as " + connection.account().label()
                        : status.message(),
                connection.standing().reason(),
                connection.standing().since(),
                nextStep(provider, connection, missing, expiring.isPresent()),
                connection.scopes(),
                missing,
                needsScopes(provider, connection),
                choices(connection),
                connection.history().connectedBy().value(),
                connection.history().connectedAt(),
                connection.access().grant().flatMap(Grant::forecast).map(GrantForecast::at),
                expiring,
                connection.history().lastUsedAt(),
                notice);
    }

    private static Optional<ExpiringAnswer> expiring(Connection connection, Instant now) {
        return connection
                .forecast()
                .filter(end -> end.daysLeft(now) <= GrantForecast.SOON)
                // Until the end is recorded, 0 days are left, and never fewer.
                .map(end -> new ExpiringAnswer(end.at(), Math.max(0, end.daysLeft(now)), end.why()));
    }

    private static Optional<NeedsScopesAnswer> needsScopes(Provider provider, Connection connection) {
        return switch (provider.auth()) {
            case Auth.ApiKey key -> Optional.empty();
            case Auth.OAuth2 oauth -> {
                List<String> lost = oauth.consent().scopes().stream()
                        .filter(scope -> connection.access().lostScopes().contains(scope.scope()))
                        .map(Auth.Scope::message)
                        .toList();
                yield lost.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new NeedsScopesAnswer(
                                lost, provider.title() + " does not grant all any more that it granted before."));
            }
        };
    }

    private static List<String> missingScopes(Provider provider, Connection connection) {
        return switch (provider.auth()) {
            case Auth.ApiKey key -> List.of();
            case Auth.OAuth2 oauth ->
                oauth.consent().scopes().stream()
                        .filter(scope -> !connection.scopes().contains(scope.scope()))
                        .map(Auth.Scope::message)
                        .toList();
        };
    }

    private static List<ChoiceAnswer> choices(Connection connection) {
        Optional<Choice> chosen = connection.target().choices().chosen();
        return connection.target().choices().all().stream()
                .map(choice -> new ChoiceAnswer(
                        choice.id(),
                        choice.label(),
                        chosen.filter(choice::equals).isPresent()))
                .toList();
    }

    private static Optional<String> nextStep(
            Provider provider, Connection connection, List<String> missing, boolean expiring) {
        return switch (connection.status()) {
            case EXPIRED, REVOKED -> Optional.of("Reconnect " + provider.title());
            case CONNECTED -> {
                if (connection.target().choices().open()) {
                    yield Optional.of("Choose the " + choosing(provider) + " that it is for");
                }
                if (!missing.isEmpty()) {
                    yield Optional.of("Reconnect " + provider.title() + " and allow what is missing");
                }
                yield expiring ? Optional.of("Reconnect " + provider.title()) : Optional.empty();
            }
            case ERROR -> expiring ? Optional.of("Reconnect " + provider.title()) : Optional.empty();
            case DISCONNECTED -> Optional.empty();
        };
    }

    private static String choosing(Provider provider) {
        return switch (provider.auth()) {
            case Auth.OAuth2 oauth ->
                oauth.connections().choice().map(ConnectionChoice::what).orElse("account");
            case Auth.ApiKey key -> "account";
        };
    }
}
