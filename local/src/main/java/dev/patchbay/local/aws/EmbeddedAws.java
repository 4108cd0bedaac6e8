package dev.patchbay.local.aws;

import dev.patchbay.local.template.FunctionResource;
import io.javalin.config.JavalinConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * All AWS services of the local stack in this process, behind one endpoint. Thread-safe.
 *
 * <p>With a data folder, tables, keys, secrets, queues and mails survive a restart; published events do not.
 */
public final class EmbeddedAws implements AutoCloseable {
    private final Permissions permissions;
    private final AwsEndpoint endpoint;
    private final DynamoDbLocal dynamoDb;
    private final ElasticMq queues;
    private final EventBusService events;
    private final MailService mail;
    private final AwsClients direct;
    private final SqsClient sqs;

    /**
     * How to start it.
     *
     * @param dataFolder where state survives a restart; in memory without one
     */
    public record Settings(LocalPort port, String region, String account, Optional<Path> dataFolder, Clock clock) {
        /** Any free port; data is in memory only. */
        public static Settings inMemory() {
            return new Settings(
                    LocalPort.any("the AWS endpoint"),
                    "us-east-1",
                    "000000000000",
                    Optional.empty(),
                    Clock.systemUTC());
        }

        private StateFile state(String name) {
            return new StateFile(dataFolder.map(folder -> folder.resolve(name)));
        }
    }

    private EmbeddedAws(Settings settings, EventTargets functions, Consumer<JavalinConfig> more) {
        this.permissions = new Permissions(new RequestedAction.Place(settings.region(), settings.account()));
        this.endpoint = AwsEndpoint.start(settings.port(), permissions, settings.clock(), more);
        try (ExecutorService starting = Executors.newVirtualThreadPerTaskExecutor()) {
            // Each takes about a second, mostly loading classes.
            CompletableFuture<DynamoDbLocal> database = CompletableFuture.supplyAsync(
                    () -> DynamoDbLocal.start(settings.dataFolder().map(folder -> folder.resolve("dynamodb"))),
                    starting);
            this.queues = ElasticMq.start(
                    settings.region(),
                    settings.account(),
                    endpoint.uri().getPort(),
                    settings.dataFolder().map(folder -> folder.resolve("sqs")));
            this.dynamoDb = database.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The local AWS does not start: " + e.getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the local AWS started.", e);
        }
        // Directly to ElasticMQ: the stack's own requests must not count as requests of a function.
        this.direct = AwsClients.of(queues.uri(), settings.region(), "localstack");
        this.sqs = direct.sqs();
        this.events = new EventBusService(
                settings.region(), settings.account(), settings.clock(), new Targets(sqs, functions));
        endpoint.add(new AwsService.Forwarded("dynamodb", "DynamoDB_20120810", dynamoDb.uri()));
        endpoint.add(new AwsService.Forwarded("streams", "DynamoDBStreams_20120810", dynamoDb.uri()));
        endpoint.add(new AwsService.Forwarded("sqs", "AmazonSQS", queues.uri()));
        endpoint.add(new KeyService(settings.region(), settings.account(), settings.state("kms.json"), settings.clock())
                .service());
        endpoint.add(
                new SecretService(settings.region(), settings.account(), settings.state("secrets.json")).service());
        endpoint.add(events.service());
        this.mail = new MailService(settings.region(), settings.state("mail.json"), settings.clock());
        endpoint.add(mail.service());
    }

    /**
     * Starts all services.
     *
     * @param functions delivers events to Lambda functions
     * @param more further routes on the endpoint's port
     * @throws PortTaken when the endpoint's port is not free
     */
    public static EmbeddedAws start(Settings settings, EventTargets functions, Consumer<JavalinConfig> more) {
        return new EmbeddedAws(settings, functions, more);
    }

    /** Where all services answer. */
    public URI uri() {
        return endpoint.uri();
    }

    /** ElasticMQ itself; requests to it are not in the request log. */
    public URI queueUri() {
        return queues.uri();
    }

    /** DynamoDB Local itself; requests to it are not in the request log. */
    public URI databaseUri() {
        return dynamoDb.uri();
    }

    public RequestLog log() {
        return endpoint.log();
    }

    /**
     * Restricts a caller to what the function's policies allow, from now on; all other callers may do everything.
     *
     * @param caller the access key id that it signs with
     */
    public void restrict(String caller, FunctionResource function) {
        permissions.restrict(caller, function.logicalId(), function.policies());
    }

    /**
     * Checks an action that AWS itself takes with a function's role, such as polling its queue.
     *
     * @param action such as {@code sqs:ReceiveMessage}
     * @throws AwsError if the caller is restricted and its policies do not allow it
     */
    public void requirePermission(String caller, String action, String arn) {
        permissions.check(caller, RequestedAction.about(action, arn));
    }

    public AwsFaults faults() {
        return endpoint.faults();
    }

    /** Calls the listener after each request that may have changed a table. */
    public void onTableWrite(Runnable listener) {
        endpoint.onTableWrite(listener);
    }

    public EventBusService events() {
        return events;
    }

    public MailService mail() {
        return mail;
    }

    @Override
    public void close() {
        events.close();
        endpoint.close();
        sqs.close();
        direct.close();
        queues.close();
        dynamoDb.close();
    }

    private record Targets(SqsClient sqs, EventTargets functions) implements EventTargets {
        @Override
        public void deliver(EventTarget target, String event) {
            if (!target.arn().startsWith("arn:aws:sqs:")) {
                functions.deliver(target, event);
                return;
            }
            String queue = target.arn().substring(target.arn().lastIndexOf(':') + 1);
            String url = sqs.getQueueUrl(r -> r.queueName(queue)).queueUrl();
            sqs.sendMessage(r -> r.queueUrl(url)
                    .messageBody(event)
                    .messageGroupId(target.messageGroupId().isEmpty() ? null : target.messageGroupId()));
        }
    }
}
