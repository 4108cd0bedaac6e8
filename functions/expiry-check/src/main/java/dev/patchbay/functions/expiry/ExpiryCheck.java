package dev.patchbay.functions.expiry;

import dev.patchbay.aws.LoggedFault;
import dev.patchbay.aws.Telemetry;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionStatus;
import dev.patchbay.connection.ConnectionStore;
import dev.patchbay.connection.ExpiringGrants;
import dev.patchbay.connection.ExpiringGrants.Ending;
import dev.patchbay.connection.ExpiryWarnings;
import dev.patchbay.connection.GrantForecast;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks every connection whose grant expires within a week: warns of it, or ends the connection once the grant has expired. The result
 * is written with the connection, so that a repeated run does what is left and nothing twice. Thread-safe.
 */
public final class ExpiryCheck {
    private static final Logger LOG = LoggerFactory.getLogger(ExpiryCheck.class);
    private static final Duration TIME_FOR_ONE = Duration.ofSeconds(10);

    private final ExpiringGrants endings;
    private final ConnectionStore connections;
    private final ExpiryWarnings warnings;
    private final Clock clock;

    public ExpiryCheck(ExpiringGrants endings, ConnectionStore connections, ExpiryWarnings warnings, Clock clock) {
        this.endings = endings;
        this.connections = connections;
        this.warnings = warnings;
        this.clock = clock;
    }

    private enum Outcome {
        WARNED,
        ENDED,
        /** Another process renewed, removed, warned of or ended it in the meantime. */
        LEFT,
        FAILED
    }

    /**
     * Checks all of them.
     *
     * @param millisecondsLeft how long this run may take
     * @return how many connections were {@code warned} of, and how many {@code ended}
     * @throws IllegalStateException if a connection failed or time ran out: run it again
     */
    public Map<String, Integer> run(IntSupplier millisecondsLeft) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        boolean inTime = true;
        Iterator<Ending> all = endings.until(today.plusDays(GrantForecast.SOON)).iterator();
        while (inTime && all.hasNext()) {
            Ending one = all.next();
            if (isToDo(one, today)) {
                inTime = millisecondsLeft.getAsInt() >= TIME_FOR_ONE.toMillis();
                if (inTime) {
                    outcomes.merge(done(one), 1, Integer::sum);
                }
            }
        }
        return reported(outcomes, inTime);
    }

    /** Whether the index leaves anything to do. Most grants that expire this week have been warned of. */
    private static boolean isToDo(Ending one, LocalDate today) {
        long daysLeft = ChronoUnit.DAYS.between(today, one.day());
        Optional<Integer> due = ExpiryWarnings.due(daysLeft);
        boolean mayBeOver = daysLeft <= 0;
        boolean warned = one.warned()
                .filter(last -> due.filter(days -> days < last).isEmpty())
                .isPresent();
        return mayBeOver || !warned;
    }

    /** A failure of one connection does not stop the others. */
    private Outcome done(Ending one) {
        try {
            return connections.find(one.workspace(), one.id()).map(this::done).orElse(Outcome.LEFT);
        } catch (RuntimeException fault) {
            LOG.error("The grant of {} in {} could not be seen to", one.id(), one.workspace(), LoggedFault.of(fault));
            return Outcome.FAILED;
        }
    }

    private Outcome done(Connection connection) {
        if (connection.isOver(clock.instant())) {
            return connections.end(connection, ConnectionStatus.EXPIRED, "grant_ended") ? Outcome.ENDED : Outcome.LEFT;
        }
        return warnings.report(connection) ? Outcome.WARNED : Outcome.LEFT;
    }

    private static Map<String, Integer> reported(Map<Outcome, Integer> outcomes, boolean inTime) {
        int warned = outcomes.getOrDefault(Outcome.WARNED, 0);
        int ended = outcomes.getOrDefault(Outcome.ENDED, 0);
        int failed = outcomes.getOrDefault(Outcome.FAILED, 0);
        Telemetry.count("ExpiryWarnings", warned, Map.of());
        Telemetry.count("GrantsEnded", ended, Map.of());
        LOG.info("{} warned of, {} ended, {} failed", warned, ended, failed);
        if (failed > 0) {
            throw new IllegalStateException(
                    failed + " connections could not be seen to; the lines above say why. Run the check again");
        }
        if (!inTime) {
            throw new IllegalStateException("Time ran out; the next run goes on with those that are left");
        }
        return Map.of("warned", warned, "ended", ended);
    }
}
