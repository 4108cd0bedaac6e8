package dev.patchbay.local.aws;

import java.net.URI;
import org.elasticmq.Limit;
import org.elasticmq.LimitedValue;
import org.elasticmq.Limits;
import org.elasticmq.NodeAddress;
import org.elasticmq.RangeLimit;
import org.elasticmq.StrictSQSLimits$;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import scala.collection.immutable.List;
import scala.math.BigDecimal;

/** ElasticMQ in this process: SQS with FIFO queues, deduplication, redrive and visibility timeouts. */
public final class ElasticMq implements AutoCloseable {
    private final SQSRestServer server;
    private final URI uri;

    private ElasticMq(SQSRestServer server, URI uri) {
        this.server = server;
        this.uri = uri;
    }

    /**
     * Starts it on any free port.
     *
     * @param publicPort the port that queue URLs name: that of the AWS endpoint
     */
    public static ElasticMq start(String region, String account, int publicPort) {
        var server = SQSRestServerBuilder.withInterface(LocalPort.HOST)
                .withPort(0)
                .withServerAddress(new NodeAddress("http", LocalPort.HOST, publicPort, ""))
                .withSQSLimits(new OneMebibyte())
                .withAWSRegion(region)
                .withAWSAccountId(account)
                .start();
        var address = server.waitUntilStarted().localAddress();
        return new ElasticMq(server, URI.create("http://" + LocalPort.HOST + ":" + address.getPort()));
    }

    /** Where it answers. */
    public URI uri() {
        return uri;
    }

    @Override
    public void close() {
        server.stopAndWait();
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
