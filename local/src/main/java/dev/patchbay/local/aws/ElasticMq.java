package dev.patchbay.local.aws;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.ActorSystem;
import org.elasticmq.Limit;
import org.elasticmq.LimitedValue;
import org.elasticmq.Limits;
import org.elasticmq.NodeAddress;
import org.elasticmq.RangeLimit;
import org.elasticmq.StrictSQSLimits$;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import scala.collection.immutable.List;
import scala.concurrent.Await;
import scala.concurrent.duration.FiniteDuration;
import scala.math.BigDecimal;

/** ElasticMQ in this process: SQS with FIFO queues, deduplication, redrive and visibility timeouts. */
public final class ElasticMq implements AutoCloseable {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private final ActorSystem actors;
    private final URI uri;

    private ElasticMq(ActorSystem actors, URI uri) {
        this.actors = actors;
        this.uri = uri;
    }

    /**
     * Starts it on any free port.
     *
     * @param publicPort the port that queue URLs name: that of the AWS endpoint
     */
    public static ElasticMq start(String region, String account, int publicPort) {
        var actors = ActorSystem.create("queues");
        var server = SQSRestServerBuilder.withActorSystem(actors)
                .withInterface(LocalPort.HOST)
                .withPort(0)
                .withServerAddress(new NodeAddress("http", LocalPort.HOST, publicPort, ""))
                .withSQSLimits(new OneMebibyte())
                .withAWSRegion(region)
                .withAWSAccountId(account)
                .start();
        var address = server.waitUntilStarted().localAddress();
        return new ElasticMq(actors, URI.create("http://" + LocalPort.HOST + ":" + address.getPort()));
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
    }

    /** SQS's limits as they are since August 2025, when the size of a message went from 256 KiB to 1 MiB. */
    private static final class OneMebibyte implements Limits {
        private static final Limits STRICT = StrictSQSLimits$.MODULE$;

        @Override
        public Limit<Object> maxMessageLength() {
            return new LimitedValue<>(1024 * 1024);
        }

        @Override
        public Limit<Object> queueNameLengthLimit() {
            return STRICT.queueNameLengthLimit();
        }

        @Override
        public Limit<Object> batchSizeLimit() {
            return STRICT.batchSizeLimit();
        }

        @Override
        public Limit<RangeLimit<Object>> numberOfMessagesLimit() {
            return STRICT.numberOfMessagesLimit();
        }

        @Override
        public Limit<Object> nonEmptyAttributesLimit() {
            return STRICT.nonEmptyAttributesLimit();
        }

        @Override
        public Limit<List<RangeLimit<Object>>> bodyValidCharactersLimit() {
            return STRICT.bodyValidCharactersLimit();
        }

        @Override
        public Limit<RangeLimit<BigDecimal>> numberAttributeValueLimit() {
            return STRICT.numberAttributeValueLimit();
        }

        @Override
        public Limit<RangeLimit<Object>> messageWaitTimeLimit() {
            return STRICT.messageWaitTimeLimit();
        }

        @Override
        public Limit<Object> messageAttributesLimit() {
            return STRICT.messageAttributesLimit();
        }
    }
}
