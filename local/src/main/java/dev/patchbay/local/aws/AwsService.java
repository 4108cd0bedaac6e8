package dev.patchbay.local.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;

/** A service that speaks AWS's JSON protocol: the operation is named by the header {@code X-Amz-Target}. */
sealed interface AwsService {
    /** The name in the request log. */
    String name();

    /** What stands before the dot of {@code X-Amz-Target}. */
    String target();

    /** Runs elsewhere on this machine; requests are passed on as they are. */
    record Forwarded(String name, String target, URI uri) implements AwsService {}

    /** Answered here. */
    record Answered(String name, String target, Operations operations) implements AwsService {}

    /** The operations of a service. Implementations are thread-safe. */
    interface Operations {
        /**
         * Does one operation.
         *
         * @throws AwsError when the service refuses
         */
        JsonNode call(String operation, ObjectNode input);
    }
}
