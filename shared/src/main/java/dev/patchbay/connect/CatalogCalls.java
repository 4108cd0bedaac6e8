package dev.patchbay.connect;

import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import dev.patchbay.app.OAuthApps;
import dev.patchbay.app.OAuthApps.OAuthApp;
import dev.patchbay.call.CallAuthorization;
import dev.patchbay.call.ProviderException;
import dev.patchbay.call.ProviderHttp;
import dev.patchbay.call.ProviderRequest;
import dev.patchbay.call.ProviderResponse;
import dev.patchbay.catalog.Auth;
import dev.patchbay.catalog.CatalogCall;
import dev.patchbay.catalog.Placeholders;
import dev.patchbay.catalog.Provider;
import dev.patchbay.connection.Credential;
import dev.patchbay.vault.Secret;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** Makes the calls that the catalogue describes, with credential, client and values where it says. Thread-safe. */
final class CatalogCalls {
    private final ProviderHttp http;
    private final OAuthApps apps;
    private final CallAuthorization authorization;

    /** @param apps asked only where a call needs the client's id or secret */
    CatalogCalls(ProviderHttp http, OAuthApps apps) {
        this.http = http;
        this.apps = apps;
        this.authorization = new CallAuthorization(apps);
    }

    /**
     * Makes a call.
     *
     * @param values for the {@code {names}} in URL and fields
     * @throws ProviderException if no answer came or the answer is a failure
     */
    ProviderResponse make(Provider provider, CatalogCall call, Credential credential, Map<String, String> values)
            throws ProviderException {
        return make(provider, call, credential, values, failure -> false);
    }

    /** @param accepts matches the failures that count as a success */
    ProviderResponse make(
            Provider provider,
            CatalogCall call,
            Credential credential,
            Map<String, String> values,
            Predicate<ProviderResponse> accepts)
            throws ProviderException {
        Map<String, String> all = new HashMap<>(values);
        if (call.names().contains("clientId")) {
            all.put("clientId", app(provider).clientId().getValue());
        }
        ProviderRequest request =
                ProviderRequest.of(call.method().name(), call.url().with(all));
        all.put("accessToken", credential.secret().reveal());
        all.put("refreshToken", refreshToken(credential).reveal());
        Map<String, String> fields = new HashMap<>(Placeholders.filled(call.fields(), all));
        if (call.client().isPresent()) {
            OAuthApp app = app(provider);
            switch (call.client().get()) {
                case BASIC ->
                    request = request.withHeader(
                            "Authorization",
                            new ClientSecretBasic(app.clientId(), app.clientSecret()).toHTTPAuthorizationHeader());
                case SECRET ->
                    request = request.withHeader(
                            "Authorization", "Bearer " + app.clientSecret().getValue());
                case BODY -> {
                    fields.put("client_id", app.clientId().getValue());
                    fields.put("client_secret", app.clientSecret().getValue());
                }
            }
        }
        return http.call(
                provider,
                switch (call.sends()) {
                    case CREDENTIAL -> {
                        ProviderRequest authorized = authorization.of(provider, request, credential.secret(), values);
                        yield call.method() == CatalogCall.Method.POST ? authorized.withForm(fields) : authorized;
                    }
                    case FORM -> request.withForm(fields);
                    case JSON -> request.withJson(fields);
                },
                accepts);
    }

    private OAuthApp app(Provider provider) {
        return switch (provider.auth()) {
            case Auth.OAuth2 oauth -> apps.get(oauth.app());
            case Auth.ApiKey key -> throw new IllegalStateException(provider.name() + " has no OAuth app");
        };
    }

    private static Secret refreshToken(Credential credential) {
        return switch (credential) {
            case Credential.OAuthTokens tokens -> tokens.refreshToken().orElse(tokens.secret());
            case Credential.ApiKey key -> key.secret();
        };
    }
}
