package dev.patchbay.local;

import dev.patchbay.local.aws.AwsClients;
import dev.patchbay.local.aws.Provisioner;
import dev.patchbay.local.simulator.Simulators;
import dev.patchbay.local.template.PhysicalIds;
import dev.patchbay.local.template.Stack;
import dev.patchbay.local.template.Template;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What {@code sam deploy} does: gives the template its parameters and creates its resources, here with the addresses of this stack. */
record Deployment(Template template, Simulators simulators) {
    static final String REGION = "us-east-1";
    static final String ACCOUNT = "000000000000";
    private static final String STACK = "patchbay-local";

    static Deployment of(LocalCloudSettings settings, URI gateway, URI issuer, Simulators simulators) {
        var file = settings.project().resolve("template.yaml");
        var providerUrls = simulators.providers().stream()
                .map(provider -> provider.name() + "=" + simulators.baseUrl(provider.name()))
                .collect(Collectors.joining(","));
        var parameters = new LinkedHashMap<>(Map.of(
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
        parameters.putAll(settings.parameters());
        return new Deployment(Template.read(file, parameters), simulators);
    }

    Map<String, String> parameters() {
        return template.parameters();
    }

    /** Creates all resources but functions; what is there already stays. */
    Stack provision(URI awsEndpoint) {
        var ids = new PhysicalIds(STACK, REGION, ACCOUNT, awsEndpoint, Map.of());
        try (var clients = AwsClients.of(awsEndpoint, REGION, "provisioner")) {
            var provisioner = new Provisioner(clients, STACK);
            var keyIds = provisioner.keys(Stack.of(template, ids));
            var stack = Stack.of(template, ids.withKeyIds(keyIds));
            provisioner.provision(stack);
            provisioner.secrets(oauthAppSecrets(stack));
            return stack;
        }
    }

    /** Those that a person would put there by hand: the client ids and secrets of the simulators' OAuth apps. */
    private Map<String, String> oauthAppSecrets(Stack stack) {
        var secrets = new LinkedHashMap<String, String>();
        stack.functions().stream()
                .flatMap(function -> function.environment().entrySet().stream())
                .filter(variable -> variable.getKey().equals("OAUTH_APP_SECRETS"))
                .map(Map.Entry::getValue)
                .distinct()
                .forEach(prefix -> simulators
                        .oauthApps()
                        .forEach((app, credentials) -> secrets.put(
                                prefix + app,
                                "{\"clientId\":\"" + credentials.clientId() + "\",\"clientSecret\":\""
                                        + credentials.clientSecret() + "\"}")));
        return secrets;
    }
}
