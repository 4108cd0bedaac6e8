package dev.patchbay.tests.stack;

import dev.patchbay.catalog.Auth;
import dev.patchbay.catalog.Provider;
import dev.patchbay.tests.fixture.Tenant;
import java.util.stream.Stream;

/**
 * One way to connect one provider.
 *
 * @param byKey whether a key is pasted in
 */
record ProviderRow(Provider provider, boolean byKey) {

    /** Every way that the provider's file offers. */
    static Stream<ProviderRow> of(Provider provider) {
        return switch (provider.auth()) {
            case Auth.ApiKey key -> Stream.of(new ProviderRow(provider, true));
            case Auth.OAuth2 oauth ->
                provider.takesKeys()
                        ? Stream.of(new ProviderRow(provider, false), new ProviderRow(provider, true))
                        : Stream.of(new ProviderRow(provider, false));
        };
    }

    /** Tries a case in a workspace without connections; throws where it does not hold. */
    Outcome hold(ProviderCase what, Tenant tenant) {
        return byKey ? new KeyCases(provider, tenant).hold(what) : new OAuthCases(provider, tenant).hold(what);
    }

    @Override
    public String toString() {
        return byKey ? provider.name() + " (key)" : provider.name().value();
    }
}
