package dev.patchbay.local.aws;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.local.aws.RequestLog.AwsRequest;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One address for all AWS services, as {@code AWS_ENDPOINT_URL} requires. The {@code X-Amz-Target} of a request identifies its service and
 * operation. Signatures are not checked, but the access key id in them identifies the caller. Thread-safe.
 */
public final class AwsEndpoint implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern CALLER = Pattern.compile("Credential=([^/]+)/");
    /** Headers that the JDK's client sets itself, or that apply to one connection only. */
    private static final List<String> NOT_FORWARDED =
            List.of("host", "content-length", "connection", "expect", "upgrade", "transfer-encoding");

    /** SES is a REST service: its paths identify its operations. This replaces its part of an {@code X-Amz-Target}. */
    static final String SES = "SimpleEmailService_v2";

    private static final Set<String> READS =
            Set.of("GetItem", "BatchGetItem", "Query", "Scan", "TransactGetItems", "DescribeTable", "ListTables");

    /** Operations for which DynamoDB reports the consumed capacity. */
    private static final Set<String> COUNTED = Set.of(
            "GetItem",
            "BatchGetItem",
            "Query",
            "PutItem",
            "UpdateItem",
            "DeleteItem",
            "BatchWriteItem",
            "TransactGetItems",
            "TransactWriteItems");

    private final Map<String, AwsService> services = new ConcurrentHashMap<>();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final RequestLog log = new RequestLog();
    private final AwsFaults faults = new AwsFaults();
    private final List<Runnable> tableWriteListeners = new CopyOnWriteArrayList<>();
    private final Permissions permissions;
    private final Clock clock;
    private final Javalin server;

    private AwsEndpoint(LocalPort port, Permissions permissions, Clock clock, Consumer<JavalinConfig> more) {
        this.permissions = permissions;
        this.clock = clock;
        this.server = port.serve(config -> {
            config.routes.post("/", context -> handle(context, target(context)));
            config.routes.post("/v2/email/outbound-emails", context -> handle(context, SES + ".SendEmail"));
            config.routes.post("/v2/email/identities", context -> handle(context, SES + ".CreateEmailIdentity"));
            more.accept(config);
        });
    }

    /**
     * Starts it, still without services.
     *
     * @param permissions asked about each request
     * @param more further routes on the same port
     */
    static AwsEndpoint start(LocalPort port, Permissions permissions, Clock clock, Consumer<JavalinConfig> more) {
        return new AwsEndpoint(port, permissions, clock, more);
    }

    /** Adds a service; requests for one that is not there are refused. */
    void add(AwsService service) {
        services.put(service.target(), service);
    }

    public URI uri() {
        return URI.create("http://" + LocalPort.HOST + ":" + server.port());
    }

    /** Calls the listener after each request that may have changed a table. */
    void onTableWrite(Runnable listener) {
        tableWriteListeners.add(listener);
    }

    public RequestLog log() {
        return log;
    }

    public AwsFaults faults() {
        return faults;
    }

    private static String target(Context context) {
        String header = context.header("X-Amz-Target");
        return header == null ? "" : header;
    }

    private void handle(Context context, String target) {
        int dot = target.lastIndexOf('.');
        AwsService service = services.get(dot < 0 ? target : target.substring(0, dot));
        String operation = target.substring(dot + 1);
        if (service == null) {
            refuse(
                    context,
                    new AwsError(
                            400,
                            "UnknownOperationException",
                            "The local stack has no AWS service for \"" + target + "\" " + context.path() + "."));
            return;
        }
        String caller = caller(context);
        double capacityUnits = 0.0;
        try {
            if (permissions.restricts(caller)) {
                permissions.check(caller, service.name(), operation, input(context));
            }
            faults.check(service.name(), operation);
            switch (service) {
                case AwsService.Forwarded elsewhere -> capacityUnits = forward(context, elsewhere, operation);
                case AwsService.Answered here ->
                    answer(
                            context,
                            here.operations().call(operation, input(context)).toString());
            }
        } catch (AwsError e) {
            refuse(context, e);
        }
        log.add(
                new AwsRequest(Instant.now(clock), service.name(), operation, caller, context.statusCode()),
                context.bodyAsBytes(),
                capacityUnits);
        if (service.name().equals("dynamodb") && !READS.contains(operation)) {
            tableWriteListeners.forEach(Runnable::run);
        }
    }

    private static ObjectNode input(Context context) {
        try {
            return JSON.readTree(context.bodyAsBytes()) instanceof ObjectNode input ? input : JSON.createObjectNode();
        } catch (IOException e) {
            throw new AwsError(400, "SerializationException", "The body is not JSON: " + e.getMessage());
        }
    }

    private static String caller(Context context) {
        String authorization = context.header("Authorization");
        Matcher match = CALLER.matcher(authorization == null ? "" : authorization);
        return match.find() ? match.group(1) : "anonymous";
    }

    private static void answer(Context context, String json) {
        context.contentType("application/x-amz-json-1.1")
                .header("x-amzn-RequestId", UUID.randomUUID().toString())
                .result(json);
    }

    private static void refuse(Context context, AwsError error) {
        ObjectNode body = JSON.createObjectNode().put("__type", error.type()).put("message", error.getMessage());
        context.status(error.status());
        context.header("x-amzn-ErrorType", error.type());
        answer(context, body.toString());
    }

    /** Forwards the service's answer, and returns the capacity units that it reports if a recording is open. */
    private double forward(Context context, AwsService.Forwarded service, String operation) {
        boolean counted = log.isRecorded() && service.name().equals("dynamodb") && COUNTED.contains(operation);
        byte[] body = counted
                ? input(context)
                        .put("ReturnConsumedCapacity", "TOTAL")
                        .toString()
                        .getBytes(StandardCharsets.UTF_8)
                : context.bodyAsBytes();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(service.uri().resolve("/")).POST(BodyPublishers.ofByteArray(body));
        context.headerMap().forEach((name, value) -> {
            if (NOT_FORWARDED.stream().noneMatch(name::equalsIgnoreCase)) {
                request.header(name, value);
            }
        });
        try {
            HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
            context.status(response.statusCode());
            response.headers().map().forEach((name, values) -> {
                if (!name.startsWith(":") && NOT_FORWARDED.stream().noneMatch(name::equalsIgnoreCase)) {
                    values.forEach(value -> context.header(name, value));
                }
            });
            context.result(response.body());
            return counted ? capacityUnits(response.body()) : 0;
        } catch (IOException e) {
            throw new AwsError(503, "ServiceUnavailable", "The local service does not answer: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AwsError(503, "ServiceUnavailable", "The local stack is stopping.");
        }
    }

    private static double capacityUnits(byte[] answer) throws IOException {
        return JSON.readTree(answer).findValues("ConsumedCapacity").stream()
                .flatMap(consumed -> consumed.isArray() ? consumed.valueStream() : Stream.of(consumed))
                .mapToDouble(table -> table.path("CapacityUnits").asDouble())
                .sum();
    }

    @Override
    public void close() {
        server.stop();
        client.close();
    }
}
