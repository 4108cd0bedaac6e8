package dev.patchbay.microsoft;

import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import dev.patchbay.call.AnswerLimit;
import dev.patchbay.call.ProviderException;
import dev.patchbay.call.ProviderHttp;
import dev.patchbay.call.ProviderRequest;
import dev.patchbay.call.ProviderResponse;
import dev.patchbay.catalog.Provider;
import dev.patchbay.oauth.OAuthException;
import dev.patchbay.oauth.TokenResponses;
import dev.patchbay.oauth.TokenSet;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * MSAL's way out for one grant: to the token endpoint of the catalogue, with the time limits of every other call, and nowhere else.
 *
 * <p>What the endpoint answers is judged here, by the catalogue's rules. A refusal is thrown, so that MSAL neither repeats the grant
 * nor falls back on a token of its cache. Used by one thread at a time.
 */
final class TokenEndpoint implements IHttpClient {
    private final Provider provider;
    private final URI url;
    private final ProviderHttp http;
    private final Clock clock;
    private @Nullable TokenSet granted;

    TokenEndpoint(Provider provider, URI url, ProviderHttp http, Clock clock) {
        this.provider = provider;
        this.url = url;
        this.http = http;
        this.clock = clock;
    }

    /** What the endpoint granted. */
    TokenSet granted() {
        if (granted == null) {
            throw new IllegalStateException("MSAL gave a token without asking the token endpoint");
        }
        return granted;
    }

    /** @throws OAuthException if the endpoint refuses, or does not answer */
    @Override
    public IHttpResponse send(HttpRequest asked) throws OAuthException {
        if (!url.getPath().endsWith(asked.url().getPath())) {
            throw new IllegalStateException("MSAL is set up to ask the token endpoint only, and asked "
                    + asked.url().getPath());
        }
        ProviderRequest request = ProviderRequest.of("POST", url);
        for (Map.Entry<String, String> header : asked.headers().entrySet()) {
            request = request.withHeader(header.getKey(), header.getValue());
        }
        ProviderResponse answer = answer(request.withBody("application/x-www-form-urlencoded", asked.body()));
        granted = TokenResponses.read(provider, answer, clock.instant());
        HttpResponse response = new HttpResponse().statusCode(answer.status()).body(answer.body());
        response.addHeaders(answer.headers().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, header -> List.of(header.getValue()))));
        return response;
    }

    private ProviderResponse answer(ProviderRequest request) throws OAuthException {
        try {
            return http.send(provider, request, AnswerLimit.TOKENS);
        } catch (ProviderException unreachable) {
            throw OAuthException.unreachable(unreachable);
        }
    }

    /** The refusal that was thrown here, as MSAL wraps it. */
    static OAuthException refusal(Provider provider, CompletionException failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof OAuthException refused) {
                return refused;
            }
        }
        // Without the cause: MSAL may quote from an answer that it could not read.
        return OAuthException.notUnderstood(provider);
    }
}
