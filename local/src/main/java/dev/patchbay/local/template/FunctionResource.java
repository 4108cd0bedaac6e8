package dev.patchbay.local.template;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Lambda function.
 *
 * @param codeUri a zip or a folder, relative to the template
 * @param handler {@code package.Class} or {@code package.Class::method}
 * @param memoryMegabytes what Lambda would give it
 * @param policies what it may do in AWS
 * @param reservedConcurrency what is reserved for it, which is also its ceiling
 */
public record FunctionResource(
        String logicalId,
        String name,
        String arn,
        String codeUri,
        String handler,
        Duration timeout,
        int memoryMegabytes,
        Map<String, String> environment,
        List<EventSource> events,
        List<PolicyStatement> policies,
        Optional<Integer> reservedConcurrency) {

    /** How many environments it may have where a machine allows so many of each function. */
    public int environments(int most) {
        return Math.min(most, reservedConcurrency.orElse(most));
    }

    /** Its event sources of one kind. */
    public <T extends EventSource> Stream<T> events(Class<T> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast);
    }
}
