package dev.patchbay.functions.slack;

import com.slack.api.SlackConfig;
import dev.patchbay.action.ProviderAction.Access;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/**
 * Slack's client library, set up so that nothing is ever sent twice: no retries, no redirects, and none of the library's rate
 * limiter, whose memory is one process and therefore of no use here. Thread-safe.
 */
final class SlackApi {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final OkHttpClient http = new OkHttpClient.Builder()
            .retryOnConnectionFailure(false)
            .followRedirects(false)
            .followSslRedirects(false)
            .addInterceptor(chain -> chain.proceed(OnceOnly.of(chain.request())))
            .protocols(List.of(Protocol.HTTP_1_1))
            .connectTimeout(Duration.ofSeconds(3))
            .readTimeout(DEADLINE)
            .writeTimeout(DEADLINE)
            .build();

    private final SlackConfig config = new SlackConfig();
    private final Duration deadline;
    private final Clock clock;

    /** @param clock judges the dates in {@code Retry-After} */
    SlackApi(Clock clock) {
        this(DEADLINE, clock);
    }

    /** @param deadline of one exchange, body included */
    SlackApi(Duration deadline, Clock clock) {
        this.deadline = deadline;
        this.clock = clock;
        config.setStatsEnabled(false);
    }

    /** Opens the session of one action. */
    SlackSession session(Access access) {
        return new SlackSession(http, config, access, deadline, clock);
    }
}
