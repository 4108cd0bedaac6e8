package dev.patchbay.local.simulator.provider.microsoft;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Who may ask at which address: {@code /common}, {@code /organizations} and {@code /consumers} serve apps that are registered for more than
 * one directory. Source: learn.microsoft.com, "Microsoft Entra authentication and authorization error codes": AADSTS50194, AADSTS90002.
 *
 * @param singleTenant whether the app is registered for accounts of its own directory only
 */
record Directories(boolean singleTenant, String clientId) {

    /** The directory's id. */
    static final String TENANT = "3f6e8b1c-52a4-4f0e-9d2b-0c7a5e1d9f34";

    private static final Set<String> SHARED = Set.of("common", "organizations", "consumers");
    private static final Set<String> OWN = Set.of(TENANT, "contoso.example", "contoso.onmicrosoft.com");

    /** A refusal with the number behind AADSTS. */
    record Refusal(int number, String sentence) {
        String description() {
            return "AADSTS%d: %s".formatted(number, sentence);
        }
    }

    Optional<Refusal> refusal(String named) {
        String directory = named.toLowerCase(Locale.ROOT);
        if (SHARED.contains(directory)) {
            return singleTenant
                    ? Optional.of(new Refusal(
                            50194,
                            "Application '%s'(Patchbay) is not configured as a multi-tenant application. Usage of the /common endpoint is not supported for such apps created after '10/15/2018'. Use a tenant-specific endpoint or configure the application to be multi-tenant."
                                    .formatted(clientId)))
                    : Optional.empty();
        }
        return OWN.contains(directory)
                ? Optional.empty()
                : Optional.of(new Refusal(90002, "Tenant '%s' not found.".formatted(named)));
    }
}
