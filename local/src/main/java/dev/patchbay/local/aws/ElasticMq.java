package dev.patchbay.local.aws;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.ActorSystem;
import org.elasticmq.NodeAddress;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.elasticmq.rest.sqs.TheSQSRestServerBuilder;
import scala.concurrent.Await;
import scala.concurrent.duration.FiniteDuration;

/** ElasticMQ in this process: SQS with FIFO queues, deduplication, redrive and visibility timeouts. */
public final class ElasticMq implements AutoCloseable {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private final ActorSystem actors;
    private final Optional<QueueMemory> memory;
    private final URI uri;

    private ElasticMq(ActorSystem actors, Optional<QueueMemory> memory, URI uri) {
        this.actors = actors;
        this.memory = memory;
        this.uri = uri;
    }

    /**
     * Starts it on any free port.
     *
     * @param publicPort the port that queue URLs name: that of the AWS endpoint
     * @param folder where queues and messages survive a restart; in memory without one
     */
    public static ElasticMq start(String region, String account, int publicPort, Optional<Path> folder) {
        ActorSystem actors = ActorSystem.create("queues");
        TheSQSRestServerBuilder builder = SQSRestServerBuilder.withActorSystem(actors);
        Optional<QueueMemory> memory = folder.map(there -> QueueMemory.in(there, actors));
        if (memory.isPresent()) {
            builder = builder.withQueueManagerActor(memory.get().restored());
        }
        SQSRestServer server = builder.withInterface(LocalPort.HOST)
                .withPort(0)
                .withServerAddress(new NodeAddress("http", LocalPort.HOST, publicPort, ""))
                .withSQSLimits(new SqsLimits())
                .withAWSRegion(region)
                .withAWSAccountId(account)
                .start();
        InetSocketAddress address = server.waitUntilStarted().localAddress();
        return new ElasticMq(actors, memory, URI.create("http://" + LocalPort.HOST + ":" + address.getPort()));
    }

    /** Where it answers. */
    public URI uri() {
        return uri;
    }

    @Override
    public void close() {
        // The server's own stop would let every long poll come to its end first, which may take 20 s.
        try {
            Await.ready(actors.terminate(), FiniteDuration.fromNanos(STOP_LIMIT.toNanos()));
        } catch (TimeoutException e) {
            throw new IllegalStateException("ElasticMQ does not stop within " + STOP_LIMIT.toSeconds() + " s.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        memory.ifPresent(QueueMemory::close);
    }
}
