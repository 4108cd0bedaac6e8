package dev.patchbay.connection;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * When a grant will end unless something renews it. Days are those of the calendar of UTC.
 *
 * @param why in a sentence for people
 */
public record GrantForecast(Instant at, String why) {
    /** From so many days before the end on, people are told. */
    public static final int SOON = 7;

    /** The day on which it ends. */
    public LocalDate day() {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }

    /** How many days are left until the day of the end; 0 on that day. */
    public int daysLeft(Instant now) {
        return Math.toIntExact(ChronoUnit.DAYS.between(LocalDate.ofInstant(now, ZoneOffset.UTC), day()));
    }
}
