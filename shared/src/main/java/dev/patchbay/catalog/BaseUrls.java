package dev.patchbay.catalog;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * Replaces scheme, host and port of every endpoint of a provider by one base URL and keeps the path: that is how simulators and
 * test servers are reached. The base URL is found by the provider's name, else by its OAuth app's.
 */
public record BaseUrls(Map<String, String> byName) {

    public Provider applyTo(Provider provider) {
        return base(provider).map(url -> moved(provider, url)).orElse(provider);
    }

    private static Optional<String> app(Provider provider) {
        return switch (provider.auth()) {
            case Auth.OAuth2 oauth -> Optional.of(oauth.app());
            case Auth.ApiKey key -> Optional.empty();
        };
    }

    /** Whether a setting replaces this provider's base URL, and with it those of its connections. */
    boolean replaces(Provider provider) {
        return base(provider).isPresent();
    }

    private Optional<URI> base(Provider provider) {
        return Optional.ofNullable(byName.get(provider.name().value()))
                .or(() -> app(provider).map(byName::get))
                .map(URI::create);
    }

    private static Provider moved(Provider provider, URI base) {
        return new Provider(
                provider.name(),
                provider.title(),
                provider.category(),
                provider.lastVerified(),
                moved(provider.baseUrl(), base),
                moved(provider.auth(), base),
                provider.identity().movedTo(base),
                provider.apiKey().map(key -> key.movedTo(base)),
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
                        oauth.scopeParameter(),
                        oauth.scopes(),
                        oauth.authorizationParameters(),
                        oauth.accessTokenLifetime(),
                        oauth.endings(),
                        oauth.refreshTokens(),
                        moved(oauth.revocation(), base),
                        oauth.denials(),
                        oauth.tokenAnswer(),
                        oauth.parameters(),
                        oauth.apiBase(),
                        oauth.choice(),
                        oauth.refreshParameters(),
                        oauth.strategy(),
                        oauth.calls(),
                        oauth.authority());
        };
    }

    private static Auth.Revocation moved(Auth.Revocation revocation, URI base) {
        return new Auth.Revocation(
                revocation.method(),
                revocation.url().map(url -> url.movedTo(base)),
                revocation.sends(),
                revocation.client(),
                revocation.fields(),
                revocation.reach(),
                revocation.impossible());
    }

    private static URI moved(URI url, URI base) {
        return new UrlTemplate(url.toString()).movedTo(base).with(Map.of());
    }
}
