package dev.patchbay.catalog;

import com.fasterxml.jackson.core.JsonPointer;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * Where each connection has an API host of its own, which the provider tells when the account is connected, and again at each refresh
 * where the token endpoint tells it. Tokens are sent there, so what is told is held against a pattern before it is believed.
 *
 * @param from where it is told, in the document of {@link Identity}
 * @param hosts a regular expression that the whole host must match, in lower case
 */
public record ApiHost(JsonPointer from, String hosts) {

    /** The base URL without a path, or empty if what was told is not {@code https} at an allowed host and the usual port. */
    public Optional<URI> checked(String told) {
        try {
            URI url = new URI(told);
            boolean plain = "https".equalsIgnoreCase(url.getScheme())
                    && url.getRawUserInfo() == null
                    && (url.getPort() == -1 || url.getPort() == 443)
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null
                    && (url.getRawPath() == null || url.getRawPath().matches("/?"));
            // An authority that Java takes for no server's has no host.
            return Optional.ofNullable(plain ? url.getHost() : null)
                    .map(host -> host.toLowerCase(Locale.ROOT))
                    .filter(host -> host.matches(hosts))
                    .map(host -> URI.create("https://" + host));
        } catch (URISyntaxException noUrl) {
            return Optional.empty();
        }
    }
}
