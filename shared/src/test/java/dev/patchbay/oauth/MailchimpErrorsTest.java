package dev.patchbay.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.call.ProviderError.InvalidInput;
import dev.patchbay.call.ProviderError.Misconfigured;
import dev.patchbay.call.ProviderError.RateLimited;
import dev.patchbay.call.ProviderError.Unauthorized;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailchimpErrorsTest {
    private static final Catalogued MAILCHIMP = Catalogued.of("mailchimp");

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>Access Denied</html>"})
    void bare403IsTooMuchTraffic(String body) {
        assertThat(MAILCHIMP.error(403, body))
                .isEqualTo(new RateLimited("Mailchimp asks to slow down", Duration.ofSeconds(10)));
    }

    @Test
    void problemThatSays403IsOneOfPermission() {
        assertThat(MAILCHIMP.error(403, problem("Forbidden", 403))).isInstanceOf(Misconfigured.class);
    }

    @Test
    void tooManyAtTheSameTimeWaitsThoughNothingSaysHowLong() {
        assertThat(MAILCHIMP.error(429, problem("Too Many Requests", 429)))
                .isEqualTo(new RateLimited("Mailchimp asks to slow down", Duration.ofSeconds(2)));
    }

    @Test
    void invalidKeyIsUnauthorized() {
        assertThat(MAILCHIMP.error(401, problem("API Key Invalid", 401))).isInstanceOf(Unauthorized.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Member Exists", "Invalid Resource"})
    void refusedRecordIsTheInputs(String title) {
        assertThat(MAILCHIMP.error(400, problem(title, 400))).isInstanceOf(InvalidInput.class);
    }

    private static String problem(String title, int status) {
        return "{\"type\":\"t\",\"title\":\"" + title + "\",\"status\":" + status + ",\"detail\":\"d\"}";
    }
}
