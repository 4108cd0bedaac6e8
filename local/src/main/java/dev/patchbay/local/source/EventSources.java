package dev.patchbay.local.source;

import dev.patchbay.local.aws.AwsClients;
import dev.patchbay.local.aws.AwsError;
import dev.patchbay.local.aws.EmbeddedAws;
import dev.patchbay.local.aws.StateFile;
import dev.patchbay.local.lambda.Functions;
import dev.patchbay.local.template.EventSource;
import dev.patchbay.local.template.FunctionResource;
import dev.patchbay.local.template.TemplateException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import software.amazon.awssdk.services.sqs.SqsClient;

/** All queues and table streams that feed functions. Reads from the services themselves, so that nothing of it is counted. */
public final class EventSources implements AutoCloseable {
    /** What Lambda's poller does with the function's role. Source: AWS Lambda developer guide, "Using Lambda with Amazon SQS". */
    private static final List<String> QUEUE_ACTIONS =
            List.of("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes");
    /** As above. Source: the same guide, "Using AWS Lambda with Amazon DynamoDB". */
    private static final List<String> STREAM_ACTIONS = List.of(
            "dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams");

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http = HttpClient.newHttpClient();
    private final EmbeddedAws aws;
    private final Functions functions;
    private final String region;
    private final StreamPositions positions;
    private final Clock clock;
    private final AwsClients clients;
    private final SqsClient sqs;
    private final List<StreamSource> streams = new ArrayList<>();

    private EventSources(EmbeddedAws aws, Functions functions, String region, StateFile state, Clock clock) {
        this.aws = aws;
        this.functions = functions;
        this.region = region;
        this.positions = new StreamPositions(state);
        this.clock = clock;
        this.clients = AwsClients.of(aws.queueUri(), region, "localstack");
        this.sqs = clients.sqs();
    }

    /**
     * Starts to read for all functions.
     *
     * @param pollers how many batches of one queue may be under way at once, unless its source allows fewer
     * @param state remembers how far each stream was read
     * @param clock by which the age of changes is judged
     * @throws TemplateException if a function's policies do not let its source be polled: AWS refuses to create such a mapping
     */
    public static EventSources start(
            List<FunctionResource> resources,
            EmbeddedAws aws,
            Functions functions,
            String region,
            int pollers,
            StateFile state,
            Clock clock) {
        requirePermissions(resources, aws);
        EventSources sources = new EventSources(aws, functions, region, state, clock);
        for (FunctionResource function : resources) {
            function.events(EventSource.Queue.class).forEach(queue -> sources.add(function, queue, pollers));
            function.events(EventSource.TableStream.class).forEach(stream -> sources.add(function, stream));
        }
        aws.onTableWrite(() -> sources.streams.forEach(StreamSource::wake));
        return sources;
    }

    private static void requirePermissions(List<FunctionResource> functions, EmbeddedAws aws) {
        List<String> problems = new ArrayList<>();
        for (FunctionResource function : functions) {
            function.events(EventSource.Queue.class)
                    .forEach(queue -> QUEUE_ACTIONS.forEach(
                            action -> require(function, action, queue.queueArn(), aws, problems)));
            function.events(EventSource.TableStream.class).forEach(stream -> {
                STREAM_ACTIONS.forEach(action -> require(function, action, stream.streamArn(), aws, problems));
                stream.failureQueueArn().ifPresent(queue -> require(function, "sqs:SendMessage", queue, aws, problems));
            });
        }
        if (!problems.isEmpty()) {
            throw new TemplateException(problems);
        }
    }

    private static void require(
            FunctionResource function, String action, String arn, EmbeddedAws aws, List<String> problems) {
        try {
            aws.requirePermission(Functions.accessKey(function), action, arn);
        } catch (AwsError e) {
            problems.add(String.valueOf(e.getMessage()));
        }
    }

    private void add(FunctionResource function, EventSource.Queue queue, int pollers) {
        QueueSource source = new QueueSource(function.logicalId(), queue, functions, sqs, region);
        for (int i = 0; i < queue.pollers(pollers); i++) {
            source.start(executor);
        }
    }

    private void add(FunctionResource function, EventSource.TableStream stream) {
        try {
            StreamReader reader = StreamReader.of(aws.databaseUri(), http, stream.tableName());
            String name = function.logicalId() + "." + stream.name() + "." + reader.arn();
            StreamSource source = new StreamSource(
                    function.logicalId(),
                    stream,
                    functions,
                    reader,
                    positions.of(name),
                    (shard, sequence) -> positions.put(name, shard, sequence),
                    this::send,
                    clock);
            source.start(executor);
            streams.add(source);
        } catch (IOException e) {
            throw new IllegalStateException("The stream of " + stream.tableName() + " cannot be read.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while event sources started.", e);
        }
    }

    private void send(String queueArn, String message) {
        String name = queueArn.substring(queueArn.lastIndexOf(':') + 1);
        String url = sqs.getQueueUrl(r -> r.queueName(name)).queueUrl();
        sqs.sendMessage(r -> r.queueUrl(url).messageBody(message));
    }

    /** Stops taking; to be called before the functions and services stop. */
    @Override
    public void close() {
        executor.shutdownNow();
        sqs.close();
        clients.close();
        http.shutdownNow();
    }
}
