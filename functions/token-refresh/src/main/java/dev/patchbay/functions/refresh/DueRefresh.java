package dev.patchbay.functions.refresh;

import dev.patchbay.aws.Telemetry;
import dev.patchbay.catalog.Auth;
import dev.patchbay.catalog.Provider;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionStatus;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.connection.RefreshSchedule;
import dev.patchbay.functions.refresh.RefreshMessage.Member;
import dev.patchbay.refresh.AppBreakers;
import dev.patchbay.refresh.CredentialCheck;
import dev.patchbay.refresh.CredentialResult;
import dev.patchbay.refresh.FreshTokens;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Refreshes one connection that is due, and reports what that shows of its OAuth app. Thread-safe. */
public final class DueRefresh {
    private static final Duration REPORTED_AFTER = Duration.ofHours(1);
    /** The limit of one exchange with a provider. */
    private static final Duration NO_ANSWER_AFTER = Duration.ofSeconds(10);

    private final ConnectionStore connections;
    private final ProviderCatalog catalog;
    private final FreshTokens freshTokens;
    private final CredentialCheck check;
    private final AppBreakers breakers;
    private final Clock clock;

    public DueRefresh(
            ConnectionStore connections,
            ProviderCatalog catalog,
            FreshTokens freshTokens,
            CredentialCheck check,
            AppBreakers breakers,
            Clock clock) {
        this.connections = connections;
        this.catalog = catalog;
        this.freshTokens = freshTokens;
        this.check = check;
        this.breakers = breakers;
        this.clock = clock;
    }

    /** What one refresh shows of its OAuth app. */
    enum Shown {
        /** Nothing: there was nothing to ask, or the answer may concern this connection only. */
        NOTHING,
        /** The provider renewed or refused the grant, so it accepts the app. */
        ACCEPTED,
        /** The provider did not answer in time. */
        NO_ANSWER,
        /** The provider refuses the app or asks to wait; the breaker is open. */
        LEAVE_ALONE
    }

    Shown run(Member member, Duration remaining) {
        Telemetry.identify("workspace", member.workspace().value());
        Telemetry.identify("connection", member.id().value());
        Optional<Connection> due = connections
                .find(member.workspace(), member.id())
                .filter(connection ->
                        connection.status().usable() && connection.schedule().isDue(clock.instant()));
        if (due.isEmpty()) {
            // Another caller has refreshed it, or it has ended.
            return Shown.NOTHING;
        }
        if (due.get().isOver(clock.instant())) {
            // There is nothing to ask for, and nothing is learnt of the app.
            if (connections.end(due.get(), ConnectionStatus.EXPIRED, "grant_ended")) {
                Telemetry.count("GrantsEnded", 1, Map.of());
            }
            return Shown.NOTHING;
        }
        Provider provider = catalog.get(due.get().provider());
        return provider.auth() instanceof Auth.OAuth2 oauth
                ? refreshed(due.get(), provider, oauth.app(), remaining)
                : keyChecked(due.get(), provider, remaining);
    }

    private Shown refreshed(Connection due, Provider provider, String app, Duration remaining) {
        Instant began = clock.instant();
        CredentialResult result =
                due.doubted() ? check.of(due, provider, remaining) : freshTokens.scheduled(due, remaining);
        Duration taken = Duration.between(began, clock.instant());
        Telemetry.count("Refreshes", 1, Map.of("Provider", provider.name().value(), "Outcome", outcome(due, result)));
        return switch (result) {
            case CredentialResult.Ready ready -> {
                if (due.doubted()) {
                    reportIfItLasts(due);
                }
                // The old token, returned because of an outage, shows nothing about the app.
                yield renewed(due, ready) ? Shown.ACCEPTED : notRenewed(app, due, taken);
            }
            case CredentialResult.Ended ended -> Shown.ACCEPTED;
            case CredentialResult.AppBroken broken -> {
                breakers.open(app, broken.reason());
                yield Shown.LEAVE_ALONE;
            }
            case CredentialResult.Later later -> {
                reportIfItLasts(due);
                yield notRenewed(app, due, taken);
            }
        };
    }

    /** A token endpoint counts requests per app, not per connection, so its answer to one connection holds for all. */
    private Shown notRenewed(String app, Connection before, Duration taken) {
        Optional<Connection> now = connections.find(before.workspace(), before.id());
        Optional<Instant> asked = now.map(Connection::schedule)
                .flatMap(RefreshSchedule::notBefore)
                .filter(clock.instant()::isBefore);
        if (asked.isPresent()) {
            breakers.hold(app, asked.get());
            return Shown.LEAVE_ALONE;
        }
        // Without a lease of its own it only waited for another worker.
        boolean leased = now.filter(one -> one.fence() != before.fence()).isPresent();
        return leased && taken.compareTo(NO_ANSWER_AFTER) >= 0 ? Shown.NO_ANSWER : Shown.NOTHING;
    }

    /** A key is due only while it is in doubt. */
    private Shown keyChecked(Connection due, Provider provider, Duration remaining) {
        if (check.of(due, provider, remaining) instanceof CredentialResult.Later) {
            reportIfItLasts(due);
        }
        return Shown.NOTHING;
    }

    private static boolean renewed(Connection before, CredentialResult.Ready ready) {
        return !ready.connection().credential().equals(before.credential());
    }

    private void reportIfItLasts(Connection before) {
        connections
                .find(before.workspace(), before.id())
                .filter(now -> now.status() == ConnectionStatus.ERROR)
                .filter(now -> now.standing().since().plus(REPORTED_AFTER).isBefore(clock.instant()))
                .ifPresent(connections::reportFailing);
    }

    private static String outcome(Connection before, CredentialResult result) {
        return switch (result) {
            case CredentialResult.Ready ready -> renewed(before, ready) ? "refreshed" : "later";
            case CredentialResult.Later later -> "later";
            case CredentialResult.Ended ended -> "ended";
            case CredentialResult.AppBroken broken -> "app_refused";
        };
    }
}
