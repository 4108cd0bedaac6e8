package dev.patchbay.local.aws;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * AWS clients for any endpoint: the local stack's own, or another emulator's. Thread-safe.
 *
 * @param caller the access key id the requests are signed with, which names the caller in the request log
 */
public record AwsClients(URI endpoint, Region region, String caller, SdkHttpClient http) implements AutoCloseable {

    public static AwsClients of(URI endpoint, String region, String caller) {
        // Longer than the longest poll of a queue.
        SdkHttpClient http = UrlConnectionHttpClient.builder()
                .socketTimeout(Duration.ofSeconds(40))
                .build();
        return new AwsClients(endpoint, Region.of(region), caller, http);
    }

    public DynamoDbClient dynamoDb() {
        return configured(DynamoDbClient.builder()).build();
    }

    public DynamoDbStreamsClient streams() {
        return configured(DynamoDbStreamsClient.builder()).build();
    }

    public SqsClient sqs() {
        return configured(SqsClient.builder()).build();
    }

    public KmsClient kms() {
        return configured(KmsClient.builder()).build();
    }

    public EventBridgeClient eventBridge() {
        return configured(EventBridgeClient.builder()).build();
    }

    public SecretsManagerClient secretsManager() {
        return configured(SecretsManagerClient.builder()).build();
    }

    public SesV2Client ses() {
        return configured(SesV2Client.builder()).build();
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B configured(B builder) {
        return builder.endpointOverride(endpoint)
                .region(region)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(caller, "local")))
                .httpClient(http);
    }

    @Override
    public void close() {
        http.close();
    }
}
