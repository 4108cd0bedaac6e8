package dev.patchbay.provider;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * Replaces scheme, host and port of every endpoint of a provider by one base URL and keeps the path: that is how simulators and
 * test servers are reached. The base URL is found by the provider's name, else by its OAuth app's.
 */
record BaseUrls(Map<String, String> byName) {

    Provider applyTo(Provider provider) {
        Optional<URI> base = Optional.ofNullable(byName.get(provider.name().value()))
                .or(() -> app(provider).map(byName::get))
                .map(URI::create);
        return base.map(url -> moved(provider, url)).orElse(provider);
    }

    private static Optional<String> app(Provider provider) {
        return switch (provider.auth()) {
            case Auth.OAuth2 oauth -> Optional.of(oauth.app());
            case Auth.ApiKey key -> Optional.empty();
        };
    }

    private static Provider moved(Provider provider, URI base) {
        Identity identity = provider.identity();
        return new Provider(
                provider.name(),
                provider.title(),
                provider.category(),
                provider.lastVerified(),
                moved(provider.baseUrl(), base),
                moved(provider.auth(), base),
                new Identity(
                        identity.method(),
                        moved(identity.url(), base),
                        identity.id(),
                        identity.label(),
                        identity.valid()),
                provider.errors(),
                provider.quotas(),
                provider.notes(),
                provider.actions());
    }

    private static Auth moved(Auth auth, URI base) {
        return switch (auth) {
            case Auth.ApiKey key -> key;
            case Auth.OAuth2 oauth ->
                new Auth.OAuth2(
                        oauth.app(),
                        moved(oauth.authorizationUrl(), base),
                        moved(oauth.tokenUrl(), base),
                        oauth.clientAuthentication(),
                        oauth.pkce(),
                        oauth.scopeSeparator(),
                        oauth.scopes(),
                        oauth.authorizationParameters(),
                        oauth.accessTokenLifetime(),
                        oauth.refreshTokens(),
                        new Auth.Revocation(
                                oauth.revocation().url().map(url -> moved(url, base)),
                                oauth.revocation().token(),
                                oauth.revocation().sends(),
                                oauth.revocation().reach(),
                                oauth.revocation().impossible()));
        };
    }

    private static URI moved(URI url, URI base) {
        String prefix = base.toString().replaceAll("/+$", "");
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        return URI.create(prefix + url.getRawPath() + query);
    }
}
