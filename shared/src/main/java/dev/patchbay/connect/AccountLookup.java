package dev.patchbay.connect;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.app.OAuthApps;
import dev.patchbay.aws.StoredText;
import dev.patchbay.call.AnswerRules;
import dev.patchbay.call.ProviderError;
import dev.patchbay.call.ProviderException;
import dev.patchbay.call.ProviderHttp;
import dev.patchbay.catalog.Identity;
import dev.patchbay.catalog.Provider;
import dev.patchbay.connection.Account;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.Credential;
import dev.patchbay.connection.LinkedAccount;
import dev.patchbay.hash.Sha256;
import dev.patchbay.vault.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks a provider whose account a credential opens; at the same time the proof that the credential works. Thread-safe. */
public final class AccountLookup {
    private final CatalogCalls calls;

    public AccountLookup(ProviderHttp http, OAuthApps apps) {
        this.calls = new CatalogCalls(http, apps);
    }

    /**
     * Whose account a key opens.
     *
     * @throws ProviderException with {@code Unauthorized} if the key is not good, or as the call failed otherwise
     */
    public LinkedAccount of(Provider provider, Secret key) throws ProviderException {
        return linked(provider, new Credential.ApiKey(key), ConnectFacts.none());
    }

    /**
     * Whose account an authorization opens.
     *
     * @throws ProviderException with {@code Unauthorized} if the token is not good, with {@code Transient} if something that the
     *     catalogue asks for is missing or not in the allowed form, or with the call's other error
     */
    public LinkedAccount of(Provider provider, Authorized authorized) throws ProviderException {
        return linked(provider, Credential.of(authorized.tokens(), Optional.empty()), ConnectFacts.of(authorized));
    }

    /**
     * Whether a provider accepts the credential of a connection.
     *
     * @throws ProviderException if the call failed in another way than by a refusal of the credential
     */
    public boolean accepts(Provider provider, Connection connection, Credential credential) throws ProviderException {
        Identity identity = provider.identity();
        try {
            JsonNode answer = calls.make(
                            provider,
                            identity.call(),
                            credential,
                            connection.target().parameters())
                    .json();
            return ConnectFacts.none().withAnswer(answer).hold(identity.valid());
        } catch (ProviderException failed) {
            if (failed.error() instanceof ProviderError.Unauthorized) {
                return false;
            }
            throw failed;
        }
    }

    private LinkedAccount linked(Provider provider, Credential credential, ConnectFacts before)
            throws ProviderException {
        Identity identity = provider.identity();
        ConnectFacts facts = before.withAnswer(calls.make(
                        provider,
                        identity.call(),
                        credential,
                        before.earlyParameters(provider),
                        answer -> AnswerRules.provesCredential(identity, answer))
                .json());
        if (!facts.hold(identity.valid())) {
            throw new ProviderException(new ProviderError.Unauthorized(provider.title() + refusal(credential)));
        }
        String id =
                identity.id().isPresent() ? id(provider, facts, identity.id().get()) : fingerprint(credential.secret());
        return new LinkedAccount(
                new Account(id, label(provider, credential, facts)),
                facts.parameters(provider),
                facts.apiBase(provider),
                facts.choices(provider));
    }

    private static String refusal(Credential credential) {
        return switch (credential) {
            case Credential.OAuthTokens tokens -> " did not accept this authorization";
            case Credential.ApiKey key -> " integration error: Invalid API key";
        };
    }

    private static String id(Provider provider, ConnectFacts facts, List<JsonPointer> parts) throws ProviderException {
        List<String> ids = new ArrayList<>();
        for (JsonPointer part : parts) {
            ids.add(named(provider, facts, List.of(part)));
        }
        String id = String.join("/", ids);
        if (!StoredText.isId(id)) {
            throw ConnectFacts.unusable(provider, "an account id that cannot be kept");
        }
        return id;
    }

    private static String label(Provider provider, Credential credential, ConnectFacts facts) throws ProviderException {
        List<JsonPointer> at = provider.identity().label().orElse(List.of());
        return switch (credential) {
            case Credential.OAuthTokens tokens -> StoredText.label(named(provider, facts, at));
            // A name may be missing: a key's owner recognises its end.
            case Credential.ApiKey key ->
                first(facts, at).map(StoredText::label).orElseGet(() -> shortened(key.secret()));
        };
    }

    private static String named(Provider provider, ConnectFacts facts, List<JsonPointer> at) throws ProviderException {
        return first(facts, at).orElseThrow(() -> ConnectFacts.unanswered(provider, "whose account this is"));
    }

    private static Optional<String> first(ConnectFacts facts, List<JsonPointer> at) {
        return at.stream()
                .flatMap(pointer -> facts.text(pointer).stream())
                .filter(text -> !StoredText.label(text).isEmpty())
                .findFirst();
    }

    /** Distinguishes keys if the provider has no account id. A hash suffices: keys are long and random. */
    private static String fingerprint(Secret key) {
        return "key-" + Sha256.hex(key.reveal(), 10);
    }

    private static String shortened(Secret key) {
        String text = key.reveal();
        return text.length() < 12 ? "API key" : "API key …" + text.substring(text.length() - 4);
    }
}
