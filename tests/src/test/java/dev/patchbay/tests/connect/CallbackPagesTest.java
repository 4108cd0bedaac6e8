package dev.patchbay.tests.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.catalog.ProviderId;
import dev.patchbay.functions.oauth.ConnectFailure;
import dev.patchbay.functions.oauth.FailurePage;
import dev.patchbay.functions.oauth.ReturnPage;
import dev.patchbay.http.ApiResponse;
import dev.patchbay.vault.Secret;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where people end after a callback. */
class CallbackPagesTest {
    private static final URI APP = URI.create("https://app.example.com");

    @ParameterizedTest
    @CsvSource({
        "/settings, https://app.example.com/settings#",
        "/settings?tab=2, https://app.example.com/settings?tab=2#",
        "/#/settings, https://app.example.com/#/settings?",
        "/?a=1#/settings, https://app.example.com/?a=1#/settings?",
        "/#/settings?tab=2, https://app.example.com/#/settings?tab=2&"
    })
    void theOutcomeFollowsTheReturnPathInItsFragment(String path, String before) {
        ReturnPage page = new ReturnPage(APP, path, new ProviderId("gmail"));

        assertThat(page.granted(Secret.of("h-1")).headers())
                .containsEntry("Location", before + "patchbay_handle=h-1&patchbay_provider=gmail")
                .containsEntry("Referrer-Policy", "no-referrer")
                .containsEntry("Cache-Control", "no-store");
    }

    @Test
    void aFailureIsEncodedSoThatEveryDecoderReadsIt() {
        ReturnPage page = new ReturnPage(APP, "/settings", new ProviderId("gmail"));

        assertThat(page.failed(new ConnectFailure("access_denied", "No, thank you & goodbye #1 +1."))
                        .headers())
                .containsEntry(
                        "Location",
                        "https://app.example.com/settings#patchbay_error=access_denied"
                                + "&patchbay_message=No%2C%20thank%20you%20%26%20goodbye%20%231%20%2B1.&patchbay_provider=gmail");
    }

    @Test
    void aFaultIsAPageThatNamesTheRequestAndShowsNothingElseOfIt() {
        ApiResponse page = new FailurePage(APP).fault("<req-1>");

        assertThat(page.status()).isEqualTo(500);
        assertThat(page.headers()).containsEntry("Content-Type", "text/html; charset=utf-8");
        assertThat(page.body())
                .contains("&lt;req-1&gt;", "<a href=\"https://app.example.com\">")
                .doesNotContain("<script", "<req-1>");
    }
}
