package dev.patchbay.connection;

import dev.patchbay.catalog.Provider;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

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

    /**
     * Whether a grant lives longer than this forecast of it, so that its warnings start anew. The end that a provider returns at each
     * refresh moves by a moment each time, and so may fall on one day or on the next.
     *
     * @param after the forecast after a refresh; empty: no end is known any more
     */
    boolean isOutlived(Optional<GrantForecast> after) {
        return after.filter(end -> !end.day().isAfter(day().plusDays(1))).isEmpty();
    }

    /** How many days are left until the day of the end; 0 on that day. */
    public int daysLeft(Instant now) {
        return Math.toIntExact(ChronoUnit.DAYS.between(LocalDate.ofInstant(now, ZoneOffset.UTC), day()));
    }
}
