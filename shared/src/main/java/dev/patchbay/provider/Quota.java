package dev.patchbay.provider;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;

/**
 * A limit that the provider sets.
 *
 * @param metric what is counted, such as {@code units} or {@code messages}
 * @param limit how many in a window
 * @param window the window's length
 * @param per whose use is counted together
 */
public record Quota(String metric, long limit, Duration window, Per per) {
    /** Whose use is counted together. */
    public enum Per {
        @JsonProperty("connection")
        CONNECTION,
        @JsonProperty("workspace")
        WORKSPACE,
        @JsonProperty("app")
        APP
    }
}
