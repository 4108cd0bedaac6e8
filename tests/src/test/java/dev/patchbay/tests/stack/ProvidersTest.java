package dev.patchbay.tests.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.tests.fixture.StackUnderTest;
import dev.patchbay.tests.fixture.Tenant;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The catalogue as the API returns it. */
@ExtendWith(StackUnderTest.class)
class ProvidersTest {
    private final Tenant tenant;

    ProvidersTest(Tenant tenant) {
        this.tenant = tenant;
    }

    @Test
    void describesEveryProviderInWords() {
        List<JsonNode> providers = providers();

        assertThat(providers)
                .extracting(provider -> provider.path("title").asText())
                .isSorted();
        assertThat(providers)
                .filteredOn(provider -> provider.path("name").asText().equals("gmail"))
                .singleElement()
                .satisfies(gmail -> {
                    assertThat(gmail.at("/connectBy/0").asText()).isEqualTo("oauth2");
                    assertThat(gmail.at("/scopes/0/message").asText())
                            .isEqualTo("Send email as you. It cannot read your mail.");
                    assertThat(gmail.at("/quotas/0/message").asText())
                            .isEqualTo("6,000 units a minute for each connection");
                    assertThat(gmail.path("notes")).isNotEmpty();
                });
    }

    @Test
    void everyIconIsAPictureThatNeedsNoSecondRequest() {
        assertThat(providers()).allSatisfy(provider -> {
            String prefix = "data:image/svg+xml;base64,";
            String icon = provider.path("icon").asText();
            assertThat(icon).startsWith(prefix);
            assertThat(new String(Base64.getDecoder().decode(icon.substring(prefix.length())), StandardCharsets.UTF_8))
                    .startsWith("<svg ");
        });
    }

    private List<JsonNode> providers() {
        JsonNode answer = tenant.owner().get("/api/providers").json();
        return StreamSupport.stream(answer.path("providers").spliterator(), false)
                .toList();
    }
}
