package dev.patchbay.catalog;

import dev.patchbay.vault.Secret;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key by which an account of a provider with OAuth may be connected instead.
 *
 * @param auth how the key is sent
 * @param matches a regular expression that a whole key must match; its named groups become parameters of the connection
 * @param apiBase where the API of such an account is called, if each has a host of its own: a URL without a path that may hold
 *     {@code {names}} of those groups. Its host must be one that {@code auth.apiBase} of the provider allows
 * @param identity the call that tries a key, at the account's own host if it has one
 */
public record AlternativeKey(Auth.ApiKey auth, String matches, Optional<String> apiBase, Identity identity) {

    /**
     * The provider as this key opens it, or empty if no key of the provider looks so: then nothing was sent anywhere.
     *
     * @param moved whether a setting replaces the provider's base URLs, which no key overrides
     */
    Optional<KeyedProvider> opening(Provider provider, Secret key, boolean moved) {
        Matcher found = Pattern.compile(matches).matcher(key.reveal());
        if (!found.matches()) {
            return Optional.empty();
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        found.namedGroups().keySet().forEach(name -> parameters.put(name, found.group(name)));
        if (apiBase.isEmpty()) {
            return Optional.of(new KeyedProvider(provider.usedByKey(), parameters, Optional.empty()));
        }
        return ownHost(provider, parameters)
                .map(host -> new KeyedProvider(
                        provider.connectedBy(auth, moved ? identity : identity.movedTo(host)),
                        parameters,
                        Optional.of(host)));
    }

    private Optional<URI> ownHost(Provider provider, Map<String, String> parameters) {
        String host = Placeholders.filled(apiBase.orElseThrow(), name -> Placeholders.value(name, parameters));
        return provider.oauth().connections().apiBase().flatMap(allowed -> allowed.checked(host));
    }
}
