package dev.patchbay.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;

class PageQueryTest {
    @Test
    void withoutParametersItIsTheFirstPageOfTwenty() {
        PageQuery query = PageQuery.of(request(Map.of()));

        assertThat(query).isEqualTo(new PageQuery(20, Optional.empty()));
        assertThat(query.after(Optional::of)).isEmpty();
    }

    @Test
    void aPositionComesBackAsItWasGiven() {
        PageQuery query = PageQuery.of(request(Map.of("next", PageQuery.next("17.note_ä"), "limit", "100")));

        assertThat(query.after(Optional::of)).contains("17.note_ä");
        assertThat(query.limit()).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "101", "-1", "1.5", "ten", "0x10", "007"})
    void aLimitThatIsNoneIsNamed(String limit) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> PageQuery.of(request(Map.of("limit", limit))))
                .satisfies(refused -> assertThat(refused.problem().field()).contains("limit"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "x", "äöü"})
    void aPositionThatIsNotEncodedAsOneIsNamed(String next) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> PageQuery.of(request(Map.of("next", next))))
                .satisfies(refused -> assertThat(refused.problem().field()).contains("next"));
    }

    @Test
    void aPositionOfAnotherListIsNamed() {
        PageQuery query = PageQuery.of(request(Map.of("next", PageQuery.next("of another"))));

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> query.after(text -> Optional.empty()))
                .satisfies(refused -> assertThat(refused.problem().field()).contains("next"));
    }

    private static ApiRequest request(Map<String, String> query) {
        return new ApiRequest(
                "r-1",
                "GET /api/things",
                Map.of(),
                query,
                Map.of(),
                SdkBytes.fromUtf8String(""),
                Optional.empty(),
                "localhost");
    }
}
