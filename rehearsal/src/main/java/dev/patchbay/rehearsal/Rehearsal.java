package dev.patchbay.rehearsal;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.crac.Core;
import org.crac.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Runs a function's sample events before Lambda takes a snapshot of it (SnapStart), so that the first caller after a restore finds
 * classes loaded and code compiled.
 *
 * <p>The function that is rehearsed is wired as in production, but its AWS and its provider are a server on the loopback interface, which
 * gives the answers of the function's {@link Script}. No request leaves the machine, no metric is emitted; log lines carry
 * {@code rehearsal=true}.
 *
 * <p>The handler that serves sends no request before the snapshot. What it can read without one, such as the catalogue, it reads itself.
 *
 * <p>A failure is logged as an error and prevents no deployment: without a rehearsal the function works, and its first calls are slower.
 */
public final class Rehearsal {
    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int TIMES = 30;

    /** The member whose requests are rehearsed: by the names that {@link AnyVariables} gives to the claims. */
    private static final Map<String, String> OWNER = Map.of(
            "WORKSPACE_CLAIM", "rehearsal", "sub", "rehearsal", "ROLE_CLAIM", "owner", "EMAIL_CLAIM", "ann@localhost");

    private Rehearsal() {}

    /**
     * Rehearses a function behind the HTTP API. The events of its script are those of API Gateway; one without a {@code requestContext}
     * comes from an owner, and a {@code body} may be an object. It fails at a status from 400.
     *
     * @param handler names the script: {@code /rehearsal/} and its simple name
     * @param wiring makes the function from its environment and the endpoint of AWS
     */
    public static <F extends RequestStreamHandler & Resource> void ofRequests(
            Class<F> handler, BiFunction<Map<String, String>, URI, F> wiring) {
        beforeSnapshot(handler, (environment, aws) -> {
            F function = wiring.apply(environment, aws);
            return restoredEachTime(function, requests(function));
        });
    }

    /**
     * Rehearses a function that is called with messages of a queue. The events of its script are their bodies. It fails if a message is
     * returned to the queue.
     *
     * @param handler names the script: {@code /rehearsal/} and its simple name
     * @param wiring makes the function from its environment and the endpoint of AWS
     */
    public static <F extends RequestHandler<SQSEvent, SQSBatchResponse> & Resource> void ofMessages(
            Class<F> handler, BiFunction<Map<String, String>, URI, F> wiring) {
        beforeSnapshot(handler, (environment, aws) -> {
            F function = wiring.apply(environment, aws);
            return restoredEachTime(function, messages(function));
        });
    }

    /** The function that is rehearsed. */
    @FunctionalInterface
    interface Called {
        void with(JsonNode event) throws Exception;
    }

    private static void beforeSnapshot(Class<?> handler, BiFunction<Map<String, String>, URI, Called> wiring) {
        try {
            play(Script.of(handler), wiring);
        } catch (Exception failure) {
            MDC.put("rehearsal", "true");
            LOG.error("The rehearsal failed, so that first calls take longer: fix the function or its script", failure);
        } finally {
            MDC.clear();
        }
    }

    /** @throws IllegalStateException if a request came that the script does not answer, or none for one of its answers */
    static void play(Script script, BiFunction<Map<String, String>, URI, Called> wiring) throws Exception {
        PrintStream out = System.out;
        try (LoopbackServer server = new LoopbackServer(script.answers());
                PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            // Embedded metrics are lines on standard output: those of a rehearsal must not be counted.
            System.setOut(nowhere);
            Called function = wiring.apply(new AnyVariables(script.provider(), server.url()), server.url());
            for (int i = 0; i < TIMES; i++) {
                for (JsonNode event : script.events()) {
                    // Each time anew: an invocation removes all marks when it ends.
                    MDC.put("rehearsal", "true");
                    try {
                        function.with(event);
                    } finally {
                        // The reason of most failures, and so reported in their place.
                        script.answers().check();
                    }
                }
            }
            script.answers().checkAllGiven();
        } finally {
            System.setOut(out);
        }
    }

    /** A call follows a restore each time: what a restore drops, such as an unwrapped key, is looked for again. */
    private static Called restoredEachTime(Resource function, Called call) {
        return event -> {
            function.afterRestore(Core.getGlobalContext());
            call.with(event);
        };
    }

    private static Called requests(RequestStreamHandler function) {
        return event -> {
            ObjectNode request = event.deepCopy();
            if (request.path("body").isObject()) {
                request.put("body", request.path("body").toString());
            }
            if (!request.has("requestContext")) {
                request.putObject("requestContext")
                        .put("domainName", "localhost")
                        .withObject("/authorizer/jwt/claims")
                        .setAll((ObjectNode) JSON.valueToTree(OWNER));
            }
            ByteArrayOutputStream response = new ByteArrayOutputStream();
            function.handleRequest(
                    new ByteArrayInputStream(JSON.writeValueAsBytes(request)), response, new RehearsalContext());
            if (JSON.readTree(response.toByteArray()).path("statusCode").asInt() >= 400) {
                throw new IllegalStateException("%s was answered with %s"
                        .formatted(request.path("routeKey"), response.toString(StandardCharsets.UTF_8)));
            }
        };
    }

    private static Called messages(RequestHandler<SQSEvent, SQSBatchResponse> function) {
        return event -> {
            SQSEvent.SQSMessage message = new SQSEvent.SQSMessage();
            message.setMessageId("rehearsal");
            message.setReceiptHandle("rehearsal");
            message.setBody(event.toString());
            message.setAttributes(Map.of("MessageGroupId", "rehearsal"));
            SQSEvent queued = new SQSEvent();
            queued.setRecords(List.of(message));
            if (!function.handleRequest(queued, new RehearsalContext())
                    .getBatchItemFailures()
                    .isEmpty()) {
                throw new IllegalStateException("The message was returned to the queue");
            }
        };
    }
}
