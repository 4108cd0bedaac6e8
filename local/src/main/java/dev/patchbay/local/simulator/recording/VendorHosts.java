package dev.patchbay.local.simulator.recording;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The hosts that the vendors document for the paths that the simulators serve under one address. Taken from the vendors' documents, not
 * from the catalogue: a test holds the catalogue's URLs against it.
 */
public final class VendorHosts {
    private record Part(String pathStart, String host) {}

    private static final Map<String, List<Part>> BY_PROVIDER = Map.ofEntries(
            Map.entry("anthropic", of("api.anthropic.com")),
            Map.entry("apollo", of("api.apollo.io")),
            Map.entry("elevenlabs", of("api.elevenlabs.io")),
            Map.entry("freshbooks", of("api.freshbooks.com", "/oauth/authorize", "auth.freshbooks.com")),
            Map.entry("github", of("api.github.com", "/login/oauth/", "github.com")),
            Map.entry(
                    "google",
                    of(
                            "www.googleapis.com",
                            "/o/oauth2/v2/auth",
                            "accounts.google.com",
                            "/token",
                            "oauth2.googleapis.com",
                            "/revoke",
                            "oauth2.googleapis.com",
                            "/gmail/",
                            "gmail.googleapis.com",
                            "/upload/gmail/",
                            "gmail.googleapis.com",
                            "/v1/people",
                            "people.googleapis.com",
                            "/v4/spreadsheets",
                            "sheets.googleapis.com",
                            "/tasks/",
                            "tasks.googleapis.com")),
            Map.entry("hubspot", of("api.hubapi.com", "/oauth/authorize", "app.hubspot.com")),
            Map.entry("linkedin", of("api.linkedin.com", "/oauth/v2/", "www.linkedin.com")),
            Map.entry("mailchimp", of("us6.api.mailchimp.com", "/oauth2/", "login.mailchimp.com")),
            Map.entry("mapbox", of("api.mapbox.com")),
            Map.entry(
                    "microsoft",
                    of("login.microsoftonline.com", "/v1.0/", "graph.microsoft.com", "/beta/", "graph.microsoft.com")),
            Map.entry("openai", of("api.openai.com")),
            Map.entry(
                    "quickbooks",
                    of(
                            "quickbooks.api.intuit.com",
                            "/connect/oauth2",
                            "appcenter.intuit.com",
                            "/oauth2/v1/tokens/",
                            "oauth.platform.intuit.com",
                            "/v2/oauth2/tokens/",
                            "developer.api.intuit.com",
                            "/v1/openid_connect/",
                            "accounts.platform.intuit.com")),
            Map.entry("salesforce", of("acme.my.salesforce.com", "/services/oauth2/", "login.salesforce.com")),
            Map.entry("slack", of("slack.com")),
            Map.entry("stripe", of("api.stripe.com", "/oauth/", "connect.stripe.com")));

    private VendorHosts() {}

    /**
     * The host that the vendor documents for a path.
     *
     * @throws IllegalArgumentException if the provider is not listed here
     */
    public static String host(String provider, String path) {
        List<Part> parts = BY_PROVIDER.get(provider);
        if (parts == null) {
            throw new IllegalArgumentException("The hosts of " + provider
                    + " are not known: add them to VendorHosts from the vendor's documents.");
        }
        return parts.stream()
                .filter(part -> path.startsWith(part.pathStart()))
                .findFirst()
                .orElseThrow()
                .host();
    }

    /** @param others pairs of how a path begins and the host that serves such paths */
    private static List<Part> of(String usual, String... others) {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < others.length; i += 2) {
            parts.add(new Part(others[i], others[i + 1]));
        }
        parts.add(new Part("", usual));
        return List.copyOf(parts);
    }
}
