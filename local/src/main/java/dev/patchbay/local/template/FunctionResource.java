package dev.patchbay.local.template;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A Lambda function.
 *
 * @param codeUri a zip or a folder, relative to the template
 * @param handler {@code package.Class} or {@code package.Class::method}
 * @param memoryMegabytes what Lambda would give it
 * @param policies what it may do in AWS
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
        List<PolicyStatement> policies) {

    /** Its event sources of one kind. */
    public <T extends EventSource> Stream<T> events(Class<T> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast);
    }
}
