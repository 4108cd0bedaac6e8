package dev.patchbay.catalog;

import com.fasterxml.jackson.core.JsonPointer;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * The API host of one connection, if each connection has its own. The provider returns it when the account is connected, and again at
 * each refresh if the token endpoint returns it. Tokens are sent there, so the host must match a pattern before it is used.
 *
 * @param from where it is, in the document of {@link Identity}
 * @param hosts a regular expression that the whole host must match, in lower case
 */
public record ApiHost(JsonPointer from, String hosts) {

    /** Returns the base URL without a path, or empty if the text is not {@code https} at an allowed host and the usual port. */
    public Optional<URI> checked(String text) {
        try {
            URI url = new URI(text);
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
