package dev.patchbay.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import dev.patchbay.aws.OnFirstUse;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.lambda.powertools.parameters.secrets.SecretsProvider;

/**
 * OAuth apps in Secrets Manager, one secret each, named by prefix and app. Kept in memory for five minutes by Powertools.
 * Thread-safe.
 */
public final class SecretsManagerOAuthApps implements OAuthApps {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final OnFirstUse<SecretsProvider> secrets;
    private final String prefix;

    /**
     * @param client made when an app is first asked for
     * @param prefix what stands before the app's name, such as {@code patchbay/prod/oauth-app/}
     */
    public SecretsManagerOAuthApps(Supplier<SecretsManagerClient> client, String prefix) {
        this.secrets = new OnFirstUse<>(
                () -> SecretsProvider.builder().withClient(client.get()).build());
        this.prefix = prefix;
    }

    @Override
    public OAuthApp get(String app) {
        String name = prefix + app;
        try {
            JsonNode secret = JSON.readTree(
                    secrets.get().withMaxAge(5, ChronoUnit.MINUTES).get(name));
            String id = secret.path("clientId").asText();
            String key = secret.path("clientSecret").asText();
            if (id.isEmpty() || key.isEmpty()) {
                throw new OAuthAppMissingException(name);
            }
            return new OAuthApp(new ClientID(id), new Secret(key), authority(secret.path("authority"), name));
        } catch (ResourceNotFoundException | JsonProcessingException e) {
            // Without the cause: a parser quotes what it could not read.
            throw new OAuthAppMissingException(name);
        }
    }

    private static Optional<String> authority(JsonNode given, String name) {
        if (given.isMissingNode()) {
            return Optional.empty();
        }
        return Optional.of(given)
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .or(() -> {
                    throw new OAuthAppMissingException(name);
                });
    }
}
