package dev.patchbay.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.HttpsURLConnection;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Makes the AWS clients of a function, all over one light HTTP client.
 *
 * <p>Region, credentials and endpoints come from the environment, as AWS's SDK defines them ({@code AWS_ENDPOINT_URL_*}).
 * Thread-safe, as are the clients.
 */
public final class AwsClients implements Resource {
    static {
        // Else the JDK sends a POST again by itself when its answer is lost; whether to repeat is for the SDK to say.
        System.setProperty("sun.net.http.retryPost", "false");
    }

    /** The context of a runtime refers to its resources weakly, and a function may drop this one before the snapshot. */
    private static final Set<AwsClients> REGISTERED = ConcurrentHashMap.newKeySet();

    private static final int CONNECT_MILLIS = 2_000;
    private static final int READ_MILLIS = 5_000;

    private final SdkHttpClient http;
    // One for all clients, so that credentials are fetched once; not the SDK's shared one, which a rehearsal's would be
    // left in.
    private final AwsCredentialsProvider credentials =
            DefaultCredentialsProvider.builder().build();
    private final List<OnFirstUse<?>> offered = new CopyOnWriteArrayList<>();
    private final Optional<URI> endpoint;

    private AwsClients(Optional<URI> endpoint) {
        this.http = UrlConnectionHttpClient.create(AwsClients::connection);
        this.endpoint = endpoint;
    }

    /** By the JDK's own TLS settings, which the first HTTPS connection reads. The SDK's own factory reads them at once. */
    private static HttpURLConnection connection(URI url) {
        try {
            HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
            connection.setConnectTimeout(CONNECT_MILLIS);
            connection.setReadTimeout(READ_MILLIS);
            return connection;
        } catch (IOException e) {
            throw new UncheckedIOException("No connection is opened yet", e);
        }
    }

    /** Clients for the account and region that the function runs in. Registered to be made before a snapshot. */
    public static AwsClients ofEnvironment() {
        AwsClients clients = new AwsClients(Optional.empty());
        REGISTERED.add(clients);
        Core.getGlobalContext().register(clients);
        return clients;
    }

    /** Clients for one endpoint that serves every service, such as that of a rehearsal. Credentials come from the environment. */
    public static AwsClients at(URI endpoint) {
        return new AwsClients(Optional.of(endpoint));
    }

    public DynamoDbClient dynamoDb() {
        return configured(DynamoDbClient.builder()).build();
    }

    public KmsClient kms() {
        return configured(KmsClient.builder()).build();
    }

    public SecretsManagerClient secretsManager() {
        return configured(SecretsManagerClient.builder()).build();
    }

    public SqsClient sqs() {
        return configured(SqsClient.builder()).build();
    }

    /**
     * A client that not every invocation needs: made when it is first used, or before a snapshot.
     *
     * @param make such as {@code AwsClients::kms}
     */
    public <C> Supplier<C> onFirstUse(Function<AwsClients, C> make) {
        OnFirstUse<C> client = new OnFirstUse<>(() -> make.apply(this));
        offered.add(client);
        return client;
    }

    /** Makes what a function may need after a restore, so that its first caller does not wait for it. */
    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        offered.forEach(OnFirstUse::get);
        // A rehearsal speaks HTTP only: this reads the certificates that AWS's endpoints are checked by.
        HttpsURLConnection.getDefaultSSLSocketFactory();
    }

    /** Nothing here is renewed: the clients hold no connection, and look for credentials again once theirs expire. */
    @Override
    public void afterRestore(Context<? extends Resource> context) {}

    /** Applies HTTP client, credentials and retries to the builder of a service that only one function uses. */
    public <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B configured(B builder) {
        B configured = builder.httpClient(http)
                .credentialsProvider(credentials)
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .retryOnException(AwsClients::overlapped)
                                .build())
                        .apiCallAttemptTimeout(Duration.ofSeconds(5))
                        .build());
        return endpoint.map(url -> configured.endpointOverride(url).region(Region.US_EAST_1))
                .orElse(configured);
    }

    /** Two transactions met at one item, and DynamoDB let neither wait for the other; the SDK does not repeat that by itself. */
    private static boolean overlapped(Throwable failure) {
        return failure instanceof TransactionCanceledException cancelled
                && cancelled.cancellationReasons().stream()
                        .anyMatch(reason -> "TransactionConflict".equals(reason.code()));
    }
}
