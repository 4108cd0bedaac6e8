package dev.patchbay.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.patchbay.local.aws.AwsClients;
import dev.patchbay.local.aws.Provisioner;
import dev.patchbay.local.simulator.Simulators;
import dev.patchbay.local.simulator.exchange.ProviderSimulator;
import dev.patchbay.local.simulator.oauth.OAuthAppCredentials;
import dev.patchbay.local.template.PhysicalIds;
import dev.patchbay.local.template.Stack;
import dev.patchbay.local.template.Template;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What {@code sam deploy} does: gives the template its parameters and creates its resources, here with the addresses of this stack. */
record Deployment(
        Template template, Map<String, OAuthAppCredentials> simulated, Map<String, OAuthAppCredentials> given) {
    static final String REGION = "us-east-1";
    static final String ACCOUNT = "000000000000";
    private static final String STACK = "patchbay-local";
    private static final ObjectMapper JSON = new ObjectMapper();

    static Deployment of(LocalCloudSettings settings, URI gateway, URI issuer, Simulators simulators) {
        Path file = settings.project().resolve("template.yaml");
        Map<String, String> given = new LinkedHashMap<>(settings.parameters());
        String providerUrls = providerUrls(simulators, Optional.ofNullable(given.remove("ProviderUrls")));
        Map<String, String> parameters = new LinkedHashMap<>(Map.of(
                "JwtIssuer",
                issuer.toString(),
                "AppUrl",
                gateway.toString(),
                "PublicUrl",
                gateway.toString(),
                "AllowedOrigins",
                gateway + ",http://localhost:5173",
                "MailSender",
                "patchbay@localhost",
                "ProviderUrls",
                providerUrls,
                // One machine is not throttled: its only tenant is its tester.
                "WorkspaceRequestsPerSecond",
                "100000"));
        parameters.keySet().retainAll(Template.parameterNames(file));
        parameters.putAll(given);
        return new Deployment(Template.read(file, parameters), simulators.oauthApps(), settings.oauthApps());
    }

    /** The simulators' addresses, and those that were given, which count if both name the same. */
    private static String providerUrls(Simulators simulators, Optional<String> given) {
        Map<String, String> urls = new LinkedHashMap<>();
        for (ProviderSimulator provider : simulators.providers()) {
            urls.put(provider.name(), simulators.baseUrl(provider.name()).toString());
        }
        for (String pair : Pattern.compile(",").split(given.orElse(""), -1)) {
            int at = pair.indexOf('=');
            if (at > 0 && pair.substring(at + 1).strip().matches("https?://.+")) {
                urls.put(pair.substring(0, at).strip(), pair.substring(at + 1).strip());
            } else if (!pair.isBlank()) {
                throw new IllegalArgumentException("The parameter ProviderUrls has \"" + pair
                        + "\": write NAME=URL, such as acme-notes=http://localhost:9000, several separated by commas.");
            }
        }
        return urls.entrySet().stream()
                .map(url -> url.getKey() + "=" + url.getValue())
                .collect(Collectors.joining(","));
    }

    Map<String, String> parameters() {
        return template.parameters();
    }

    /** Creates all resources except functions; existing resources stay unchanged. */
    Stack provision(URI awsEndpoint) {
        PhysicalIds ids = new PhysicalIds(STACK, REGION, ACCOUNT, awsEndpoint, Map.of());
        try (AwsClients clients = AwsClients.of(awsEndpoint, REGION, "provisioner")) {
            Provisioner provisioner = new Provisioner(clients, STACK);
            Map<String, String> keyIds = provisioner.keys(Stack.of(template, ids));
            Stack stack = Stack.of(template, ids.withKeyIds(keyIds));
            provisioner.provision(stack);
            provisioner.secrets(oauthAppSecrets(stack, simulated));
            provisioner.replaceSecrets(oauthAppSecrets(stack, given));
            return stack;
        }
    }

    /** Those that a person would put there by hand: the client ids and secrets of OAuth apps. */
    private static Map<String, String> oauthAppSecrets(Stack stack, Map<String, OAuthAppCredentials> apps) {
        Map<String, String> secrets = new LinkedHashMap<>();
        stack.functions().stream()
                .flatMap(function -> function.environment().entrySet().stream())
                .filter(variable -> variable.getKey().equals("OAUTH_APP_SECRETS"))
                .map(Map.Entry::getValue)
                .distinct()
                .forEach(prefix -> apps.forEach((app, credentials) -> secrets.put(
                        prefix + app,
                        JSON.createObjectNode()
                                .put("clientId", credentials.clientId())
                                .put("clientSecret", credentials.clientSecret())
                                .toString())));
        return secrets;
    }
}
