package dev.patchbay.functions.privacy;

import dev.patchbay.erasure.EraseRecords;
import dev.patchbay.limit.RequestShares;
import dev.patchbay.notification.DailyCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Something that an erase leaves, because it cannot be found by its workspace or cannot be changed.
 *
 * @param until when it expires; absent if Patchbay does not control that
 */
public record Remains(String what, String why, Optional<Instant> until) {
    // As the templates have them, which RemainsTest holds.
    static final Duration OAUTH_STATES = Duration.ofMinutes(10);
    static final Duration PENDING_GRANTS = Duration.ofMinutes(11);
    static final Duration REQUEST_COUNTS = RequestShares.KEPT;
    public static final Duration MESSAGES = Duration.ofDays(14);
    public static final Duration LOGS = Duration.ofDays(30);
    public static final Duration BACKUPS = Duration.ofDays(35);
    public static final Duration EVENTS = Duration.ofDays(90);

    private static final Duration KEY_NUMBER = Duration.ofDays(1);
    private static final Duration RECEIPT = Duration.ofDays(3);

    /** All that may be left of a workspace that was erased at this time. */
    static List<Remains> after(Instant erased) {
        return List.of(
                new Remains(
                        "Connects that were under way",
                        "They are kept by a random state that only the browser knows. One that is finished in time connects the"
                                + " account anew, unless its provider uses PKCE: then it is refused",
                        until(erased, OAUTH_STATES)),
                new Remains(
                        "Grants that a provider gave and that no member has completed",
                        "They are stored by a random handle that only the browser knows. None can be completed any more, and they"
                                + " are deleted without being revoked: remove the app in the account at the provider",
                        until(erased, PENDING_GRANTS)),
                new Remains(
                        "Writes of requests that were under way at the same moment",
                        "They may have come in behind the last look. Repeat the request after a minute to erase them too",
                        Optional.empty()),
                new Remains(
                        "The number of the last data key, without the key",
                        "So that no process that still holds the key takes it for a new one",
                        until(erased, KEY_NUMBER)),
                new Remains(
                        "How many requests the workspace made in a second",
                        "So that it keeps to its share of the API, this request too",
                        until(erased, REQUEST_COUNTS)),
                new Remains(
                        "The connections in this receipt",
                        "So that the receipt can be returned again if an answer is lost",
                        until(erased, RECEIPT)),
                new Remains(
                        "Messages in queues and dead letters, with inputs of actions and names of accounts",
                        "Queues cannot be searched. A worker that receives one finds nothing to act with, and keeps nothing",
                        until(erased, MESSAGES)),
                new Remains(
                        "The name of the workspace and when it was erased",
                        "So that no such message and no event that is replayed brings anything back",
                        until(erased, EraseRecords.MARK_KEPT)),
                new Remains(
                        "How many mails asked an address for its confirmation, by a hash of the address",
                        "They are counted for all workspaces together, so that no address gets many. The count names no workspace",
                        until(erased, DailyCounts.KEPT)),
                new Remains(
                        "Log lines with ids of the workspace, its members and connections",
                        "Logs cannot be changed. They hold no secret",
                        until(erased, LOGS)),
                new Remains(
                        "Backups of the tables for point-in-time recovery",
                        "Backups cannot be changed. Credentials in them were sealed with keys that no longer exist anywhere",
                        until(erased, BACKUPS)),
                new Remains(
                        "Archived events, with names of accounts, who connected them, and results of actions",
                        "The archive is for replay, and cannot be searched or changed. Events hold no secret",
                        until(erased, EVENTS)),
                new Remains(
                        "Mails that were sent, and what others made of the events",
                        "They have left Patchbay",
                        Optional.empty()));
    }

    private static Optional<Instant> until(Instant erased, Duration kept) {
        return Optional.of(erased.plus(kept));
    }
}
