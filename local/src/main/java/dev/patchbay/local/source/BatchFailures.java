package dev.patchbay.local.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.patchbay.local.lambda.InvocationResult;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Which items of a batch a function did not do. Source: AWS Lambda developer guide, "Implementing partial batch responses": an empty list
 * or no answer means all were done; an answer that cannot be understood, or an item that was not sent, means none was.
 */
sealed interface BatchFailures {
    /** Every item is to come again. */
    record Everything() implements BatchFailures {}

    /** These items are to come again; none when empty. */
    record Some(Set<String> ids) implements BatchFailures {}

    /**
     * Reads a function's answer.
     *
     * @param reported whether the function reports item failures at all
     * @param sent the identifiers of the batch
     */
    static BatchFailures of(InvocationResult result, boolean reported, Set<String> sent) {
        return switch (result) {
            case InvocationResult.Failure failure -> new Everything();
            case InvocationResult.Success success -> reported ? parse(success.payload(), sent) : new Some(Set.of());
        };
    }

    private static BatchFailures parse(String payload, Set<String> sent) {
        JsonNode answer;
        try {
            answer = new ObjectMapper().readTree(payload);
        } catch (JsonProcessingException e) {
            return new Everything();
        }
        Set<String> ids = new LinkedHashSet<>();
        for (JsonNode failure : answer.path("batchItemFailures")) {
            ids.add(failure.path("itemIdentifier").asText());
        }
        return sent.containsAll(ids) ? new Some(ids) : new Everything();
    }
}
