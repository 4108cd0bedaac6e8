package dev.patchbay.functions.notifications;

import java.time.Instant;
import java.util.Set;

/**
 * What one member has read: all that came before a time, and some that came later.
 *
 * @param single entries of those that came later
 */
public record ReadMark(Instant before, Set<String> single) {

    public boolean covers(Notification notification) {
        return notification.at().isBefore(before) || single.contains(entry(notification));
    }

    /** Returns the entry of a single notification. It contains the time, which shows when the entry may be deleted. */
    public static String entry(Notification notification) {
        return notification.at().toEpochMilli() + "." + notification.id().value();
    }

    /** Whether the notification of an entry came before this time. */
    static boolean older(String entry, Instant time) {
        return Long.parseLong(entry.substring(0, entry.indexOf('.'))) < time.toEpochMilli();
    }
}
