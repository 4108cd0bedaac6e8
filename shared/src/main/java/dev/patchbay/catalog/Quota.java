package dev.patchbay.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.Locale;

/**
 * A limit that the provider sets.
 *
 * @param metric what is counted, such as {@code units} or {@code messages}
 * @param limit how many in a window
 * @param window the window's length
 * @param per whose use is counted together
 */
public record Quota(String metric, long limit, Duration window, Per per) {

    /** The limit in words, such as {@code 60 messages a minute for each connection}. */
    public String message() {
        return String.format(
                Locale.ROOT,
                "%,d %s %s %s",
                limit,
                metric,
                words(window),
                switch (per) {
                    case CHANNEL -> "for each channel";
                    case CONNECTION -> "for each connection";
                    case WORKSPACE -> "for each workspace";
                    case APP -> "for all connections together";
                });
    }

    private static String words(Duration window) {
        if (window.equals(Duration.ofDays(window.toDays()))) {
            return words(window.toDays(), "a day", "days");
        }
        if (window.equals(Duration.ofHours(window.toHours()))) {
            return words(window.toHours(), "an hour", "hours");
        }
        if (window.equals(Duration.ofMinutes(window.toMinutes()))) {
            return words(window.toMinutes(), "a minute", "minutes");
        }
        return words(window.toSeconds(), "a second", "seconds");
    }

    private static String words(long count, String one, String many) {
        return count == 1 ? one : "in " + count + " " + many;
    }

    /** Whose use is counted together. */
    public enum Per {
        @JsonProperty("channel")
        CHANNEL,
        @JsonProperty("connection")
        CONNECTION,
        @JsonProperty("workspace")
        WORKSPACE,
        @JsonProperty("app")
        APP
    }
}
