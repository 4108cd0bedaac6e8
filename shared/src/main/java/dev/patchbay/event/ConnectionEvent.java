package dev.patchbay.event;

import java.time.Instant;
import java.util.List;

/** An event of a connection's life. */
public sealed interface ConnectionEvent extends PatchbayEvent {
    Subject connection();

    /**
     * What every {@code connection.*} event has.
     *
     * @param connectionId the connection; it stays the same when the same account is connected again
     * @param provider its name in the catalogue
     * @param account what a person recognises: an email address, a workspace's name, {@code API key …6789}
     */
    record Subject(String connectionId, String provider, String account) {}

    /**
     * Why a connection does not work.
     *
     * @param reason a code, such as {@code status_503} or the provider's own {@code invalid_grant}
     * @param since when it was noticed
     * @param nextStep the one thing to do, in a sentence for people
     */
    record Problem(String reason, Instant since, String nextStep) {}

    /**
     * An account was connected, or connected again.
     *
     * @param connectedBy the member who agreed
     * @param scopes those granted, in alphabetical order; empty for an API key
     */
    record Connected(Header header, Subject connection, String connectedBy, List<String> scopes)
            implements ConnectionEvent {
        public static final String TYPE = "connection.connected";

        public Connected {
            scopes = List.copyOf(scopes);
        }

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** The connection's tokens were renewed, as they are every hour or so; nothing is to be done. */
    record Refreshed(Header header, Subject connection) implements ConnectionEvent {
        public static final String TYPE = "connection.refreshed";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * The connection's tokens could not be renewed and the old ones have expired, or its provider refuses its credential and the refusal is
     * being confirmed ({@code unauthorized}). The error may pass, and Patchbay tries again. No one has to reconnect. Reported once, when
     * the errors begin. {@code reason} is a code, such as {@code status_503} or {@code unreachable}, or {@code invalid_grant} if the
     * provider refuses valid grants during its outages.
     */
    record ErrorBegan(Header header, Subject connection, Problem problem) implements ConnectionEvent {
        public static final String TYPE = "connection.error";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** The error that {@code connection.error} reported has lasted for over an hour. Reported once. Still no one has to reconnect. */
    record Failing(Header header, Subject connection, Problem problem) implements ConnectionEvent {
        public static final String TYPE = "connection.failing";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * A refresh returned fewer permissions than the connection had. Reported once for each loss; the connection keeps working with the
     * others. A reconnect, or a refresh that returns the permissions, ends this state.
     *
     * @param missing what is no longer permitted, each in a sentence for people
     * @param scopes the scopes that were lost, in alphabetical order
     * @param since when it was noticed
     * @param nextStep the one thing to do, in a sentence for people
     */
    record Narrowed(
            Header header,
            Subject connection,
            List<String> missing,
            List<String> scopes,
            Instant since,
            String nextStep)
            implements ConnectionEvent {
        public static final String TYPE = "connection.narrowed";

        public Narrowed {
            missing = List.copyOf(missing);
            scopes = List.copyOf(scopes);
        }

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * The error has passed: the connection's tokens were renewed, or its credential was accepted. It may follow {@code connection.expired}
     * with the reason {@code refresh_outcome_unknown}: the missing answer came late. Its agents stay paused until a person resumes them.
     */
    record Recovered(Header header, Subject connection) implements ConnectionEvent {
        public static final String TYPE = "connection.recovered";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * The connection's grant will expire. Reported once each, 7, 3 and 1 days before and on the day. If the daily check missed days, only
     * the most urgent warning is reported, and {@code daysLeft} is the actual number. After a reconnect, or a refresh that extends the
     * grant, the warnings start again. The {@code id} is made of the connection, the day of expiry and the warning.
     *
     * @param daysLeft the number of calendar days (UTC) until then
     * @param at when it expires
     * @param why the reason, in a sentence for people
     */
    record Expiring(Header header, Subject connection, int daysLeft, Instant at, String why)
            implements ConnectionEvent {
        public static final String TYPE = "connection.expiring";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * The connection's grant has expired; only a person can renew it. {@code reason} is a code, such as {@code grant_ended} or the
     * provider's own {@code invalid_grant}.
     */
    record Expired(Header header, Subject connection, Problem problem) implements ConnectionEvent {
        public static final String TYPE = "connection.expired";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * The connection's grant was revoked: by the person, by an administrator or by the provider. {@code reason} is the provider's code
     * ({@code invalid_grant}, {@code token_revoked}…), {@code grant_ended} (an access token that cannot be refreshed is no longer
     * accepted) or {@code key_refused} (an API key is no longer accepted). The last two were confirmed by two identity calls, minutes
     * apart.
     */
    record Revoked(Header header, Subject connection, Problem problem) implements ConnectionEvent {
        public static final String TYPE = "connection.revoked";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** A member removed the connection, or the workspace's owner had the workspace erased, and its credential is deleted. */
    record Disconnected(Header header, Subject connection) implements ConnectionEvent {
        public static final String TYPE = "connection.disconnected";

        @Override
        public String type() {
            return TYPE;
        }
    }
}
