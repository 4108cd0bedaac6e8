package dev.patchbay.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.patchbay.http.RehearsalRequest;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class RehearsalTest {
    @Test
    void aSceneThatFailsStopsTheSnapshot() {
        Rehearsal.Production failing = stage -> List.of(() -> {
            throw new IllegalStateException("It does not work");
        });

        assertThatThrownBy(() -> Rehearsal.play("gmail", failing)).hasMessage("It does not work");
    }

    @Test
    void anUnwantedAnswerIsAFailure() {
        RehearsalRequest request = RehearsalRequest.of("GET /api/integrations");

        assertThatThrownBy(() -> request.answeredBy(
                        (event, context) -> APIGatewayV2HTTPResponse.builder()
                                .withStatusCode(500)
                                .withBody("{}")
                                .build(),
                        200))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("Rehearsing GET /api/integrations gave 500 instead of 200");
    }

    @Test
    void everySceneIsMarkedInTheLog() {
        List<String> marks = new ArrayList<>();
        Runnable scene = () -> {
            marks.add(MDC.get("rehearsal"));
            // As an invocation does when it ends.
            MDC.clear();
        };

        Rehearsal.play("gmail", stage -> List.of(scene, scene));

        assertThat(marks).hasSizeGreaterThan(1).containsOnly("true");
    }

    @Test
    void restoresStandardOutputAfterAFailure() {
        PrintStream before = System.out;
        Rehearsal.Production failing = stage -> {
            throw new IllegalStateException("No stage");
        };

        assertThatThrownBy(() -> Rehearsal.play("gmail", failing)).hasMessage("No stage");

        assertThat(System.out).isSameAs(before);
    }
}
