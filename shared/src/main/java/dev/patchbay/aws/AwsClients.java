package dev.patchbay.aws;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
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
public final class AwsClients {
    static {
        // Else the JDK sends a POST again by itself when its answer is lost; whether to repeat is for the SDK to say.
        System.setProperty("sun.net.http.retryPost", "false");
    }

    private final SdkHttpClient http;
    // One for all clients, so that credentials are fetched once; not the SDK's shared one, which a rehearsal's would be
    // left in.
    private final AwsCredentialsProvider credentials =
            DefaultCredentialsProvider.builder().build();
    private final Optional<URI> endpoint;

    private AwsClients(Optional<URI> endpoint) {
        this.http = UrlConnectionHttpClient.builder()
                .connectionTimeout(Duration.ofSeconds(2))
                .socketTimeout(Duration.ofSeconds(5))
                .build();
        this.endpoint = endpoint;
    }

    /** Clients for the account and region that the function runs in. */
    public static AwsClients ofEnvironment() {
        return new AwsClients(Optional.empty());
    }

    /**
     * Clients for one endpoint that serves every service and checks no signature: what a {@link Rehearsal} offers. Their credentials are
     * looked for and their requests signed as in production, since both take long the first time.
     */
    static AwsClients rehearsing(URI endpoint) {
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
