package dev.patchbay.refresh;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.patchbay.aws.LoggedFault;
import dev.patchbay.aws.Telemetry;
import dev.patchbay.connection.AppBreakers;
import dev.patchbay.connection.AppBreakers.State;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionStatus;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.connection.CredentialCheck;
import dev.patchbay.connection.FreshTokens;
import dev.patchbay.provider.Auth;
import dev.patchbay.provider.Provider;
import dev.patchbay.provider.ProviderCatalog;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refreshes the connections of a batch, each on its own: what goes wrong with one does not touch the others. One that could not be
 * refreshed for an outage is done with here; it is due again at the schedule's next run. Thread-safe.
 */
final class RefreshWorker {
    private static final Logger LOG = LoggerFactory.getLogger(RefreshWorker.class);
    private static final Duration TOLD_AFTER = Duration.ofHours(1);

    private final ConnectionStore connections;
    private final ProviderCatalog catalog;
    private final FreshTokens freshTokens;
    private final CredentialCheck check;
    private final AppBreakers breakers;
    private final Clock clock;

    RefreshWorker(
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

    SQSBatchResponse work(SQSEvent event, Context context) {
        List<BatchItemFailure> failures = new ArrayList<>();
        Map<String, State> apps = new HashMap<>();
        for (SQSMessage message : event.getRecords()) {
            if (!Telemetry.invocation(context, message.getMessageId(), () -> done(message, apps, context))) {
                failures.add(new BatchItemFailure(message.getMessageId()));
            }
        }
        return new SQSBatchResponse(failures);
    }

    private boolean done(SQSMessage message, Map<String, State> apps, Context context) {
        try {
            refresh(RefreshMessage.of(message.getBody()), apps, context);
            return true;
        } catch (RuntimeException fault) {
            LOG.error("A connection could not be refreshed", LoggedFault.of(fault));
            return false;
        }
    }

    private void refresh(RefreshMessage message, Map<String, State> apps, Context context) {
        Telemetry.identify("workspace", message.workspace().value());
        Telemetry.identify("connection", message.connection().value());
        Optional<Connection> due = connections
                .find(message.workspace(), message.connection())
                .filter(connection -> connection.status().usable() && connection.refreshIsDue(clock.instant()));
        if (due.isEmpty()) {
            // Somebody was faster, or it has ended.
            return;
        }
        if (due.get().isOver(clock.instant())) {
            // There is nothing to ask for, and nothing is learnt of the app.
            if (connections.end(due.get(), ConnectionStatus.EXPIRED, "grant_ended")) {
                Telemetry.count("GrantsEnded", 1, Map.of());
            }
            return;
        }
        Provider provider = catalog.get(due.get().provider());
        Duration remaining = Duration.ofMillis(context.getRemainingTimeInMillis());
        if (!(provider.auth() instanceof Auth.OAuth2 oauth)) {
            keyChecked(due.get(), provider, remaining);
            return;
        }
        String app = oauth.app();
        State state = apps.computeIfAbsent(app, one -> breakers.of(List.of(one)).getOrDefault(one, State.CLOSED));
        if (state == State.OPEN || (state == State.TRIAL && !message.trial())) {
            return;
        }
        FreshTokens.Result result = due.get().doubted()
                ? check.of(due.get(), provider, remaining)
                : freshTokens.scheduled(due.get(), remaining);
        Telemetry.count(
                "Refreshes", 1, Map.of("Provider", provider.name().value(), "Outcome", outcome(due.get(), result)));
        switch (result) {
            case FreshTokens.Result.Ready ready -> {
                // The old token, where an outage kept the provider from giving a new one, says nothing of the app.
                if (!renewed(due.get(), ready)) {
                    holdIfAsked(app, due.get(), apps);
                } else if (state == State.TRIAL) {
                    close(app, apps);
                }
                if (due.get().doubted()) {
                    tellIfItLasts(due.get());
                }
            }
            case FreshTokens.Result.Ended ended -> {
                // The provider refused the grant, and so had accepted the app.
                if (state == State.TRIAL) {
                    close(app, apps);
                }
            }
            case FreshTokens.Result.AppBroken broken -> {
                breakers.open(app, broken.reason());
                apps.put(app, State.OPEN);
            }
            case FreshTokens.Result.Later later -> {
                holdIfAsked(app, due.get(), apps);
                tellIfItLasts(due.get());
            }
        }
    }

    /** A token endpoint counts an app's requests, not a connection's: what it says to one holds for all. */
    private void holdIfAsked(String app, Connection before, Map<String, State> apps) {
        connections
                .find(before.workspace(), before.id())
                .flatMap(Connection::notBefore)
                .ifPresent(until -> {
                    if (clock.instant().isBefore(until)) {
                        breakers.hold(app, until);
                        apps.put(app, State.OPEN);
                    }
                });
    }

    /** A key is due only while it is in doubt. */
    private void keyChecked(Connection due, Provider provider, Duration remaining) {
        if (check.of(due, provider, remaining) instanceof FreshTokens.Result.Later) {
            tellIfItLasts(due);
        }
    }

    private void close(String app, Map<String, State> apps) {
        breakers.close(app);
        apps.put(app, State.CLOSED);
    }

    private static boolean renewed(Connection before, FreshTokens.Result.Ready ready) {
        return !ready.connection().credential().equals(before.credential());
    }

    private void tellIfItLasts(Connection before) {
        connections
                .find(before.workspace(), before.id())
                .filter(now -> now.status() == ConnectionStatus.ERROR)
                .filter(now -> now.statusSince().plus(TOLD_AFTER).isBefore(clock.instant()))
                .ifPresent(connections::tellFailing);
    }

    private static String outcome(Connection before, FreshTokens.Result result) {
        return switch (result) {
            case FreshTokens.Result.Ready ready -> renewed(before, ready) ? "refreshed" : "later";
            case FreshTokens.Result.Later later -> "later";
            case FreshTokens.Result.Ended ended -> "ended";
            case FreshTokens.Result.AppBroken broken -> "app_refused";
        };
    }
}
