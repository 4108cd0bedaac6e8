package dev.patchbay.connection;

import dev.patchbay.catalog.Provider;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * When a grant will end unless something renews it. Days are those of the calendar of UTC.
 *
 * @param why in a sentence for people
 */
public record GrantForecast(Instant at, String why) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "d MMMM yyyy 'at' HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** People are warned from this many days before the end. */
    public static final int SOON = 7;

    /** Whether it ends because the provider gave no refresh token though one was asked for. */
    public boolean isForWantOfARefreshToken(Provider provider) {
        return why.equals(Grant.noRefreshToken(provider));
    }

    /** When it ends and why. */
    public String inASentence() {
        return "This connection ends on " + TIME.format(at) + ". " + why;
    }

    /** The day on which it ends. */
    public LocalDate day() {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }

    /** How many days are left until the day of the end; 0 on that day. */
    public int daysLeft(Instant now) {
        return Math.toIntExact(ChronoUnit.DAYS.between(LocalDate.ofInstant(now, ZoneOffset.UTC), day()));
    }
}
