package dev.patchbay.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChoicesTest {
    private static final Choice STUDIO = new Choice("ACM123", "Acme Studio", Map.of());
    private static final Choice CATERING = new Choice("ACC456", "Acme Catering", Map.of());

    @Test
    void onlyOneIsChosenByItself() {
        Choices one = new Choices(List.of(STUDIO), Optional.empty());

        assertThat(one.chosen()).contains(STUDIO);
        assertThat(one.open()).isFalse();
    }

    @Test
    void severalAreOpenUntilOneIsPicked() {
        assertThat(new Choices(List.of(STUDIO, CATERING), Optional.empty()).open())
                .isTrue();
        assertThat(new Choices(List.of(STUDIO, CATERING), Optional.of("ACC456")).chosen())
                .contains(CATERING);
    }

    @Test
    void pickedOneThatIsGoneIsNotReplacedByAnother() {
        Choices left = new Choices(List.of(STUDIO), Optional.of("ACC456"));

        assertThat(left.chosen()).isEmpty();
        assertThat(left.open()).isTrue();
    }

    @Test
    void nothingToPickIsNotOpen() {
        assertThat(Choices.none().open()).isFalse();
        assertThat(Choices.none().chosen()).isEmpty();
    }
}
