package dev.patchbay.rehearsal;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.crac.Context;
import org.crac.Resource;
import org.slf4j.MDC;

/** A function that answers each request with one status, and keeps what it has seen. */
class Greeting implements RequestStreamHandler, Resource {
    private final int status;
    private final List<String> seen = new ArrayList<>();

    Greeting(int status) {
        this.status = status;
    }

    List<String> seen() {
        return seen;
    }

    @Override
    public void handleRequest(
            InputStream request, OutputStream response, com.amazonaws.services.lambda.runtime.Context context)
            throws IOException {
        JsonNode event = JsonMapper.builder().build().readTree(request);
        seen.add("%s %s %s"
                .formatted(
                        MDC.getCopyOfContextMap(),
                        event.at("/requestContext/authorizer/jwt/claims/WORKSPACE_CLAIM")
                                .asText(),
                        event.path("body").asText()));
        // As an invocation does when it ends.
        MDC.clear();
        response.write("{\"statusCode\":%d}".formatted(status).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {}

    @Override
    public void afterRestore(Context<? extends Resource> context) {
        seen.add("restored");
    }
}
