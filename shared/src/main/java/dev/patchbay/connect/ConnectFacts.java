package dev.patchbay.connect;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.aws.StoredText;
import dev.patchbay.call.ProviderError;
import dev.patchbay.call.ProviderException;
import dev.patchbay.catalog.ApiHost;
import dev.patchbay.catalog.Auth;
import dev.patchbay.catalog.ConnectionChoice;
import dev.patchbay.catalog.ConnectionParameter;
import dev.patchbay.catalog.Provider;
import dev.patchbay.connection.Choice;
import dev.patchbay.oauth.TokenSet;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the provider returned about an account while it was connected: the one document that the catalogue's pointers are into (see
 * {@link dev.patchbay.catalog.Identity}). Immutable.
 */
public final class ConnectFacts {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectFacts.class);
    private static final int MOST_CHOICES = 100;

    private final ObjectNode document;

    private ConnectFacts(ObjectNode document) {
        this.document = document;
    }

    /** What is known before the identity call. */
    static ConnectFacts of(Authorized authorized) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.set("token", authorized.tokens().answer());
        ObjectNode redirect = document.putObject("redirect");
        authorized.redirect().forEach(redirect::put);
        redirect.remove(List.of("code", "state"));
        document.putObject("request")
                .put("redirectUri", authorized.redirectUri().toString());
        return new ConnectFacts(document);
    }

    /** What is known when tokens were refreshed: the token endpoint's answer. */
    public static ConnectFacts ofRefresh(TokenSet tokens) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.set("token", tokens.answer());
        return new ConnectFacts(document);
    }

    static ConnectFacts none() {
        return new ConnectFacts(JsonNodeFactory.instance.objectNode());
    }

    ConnectFacts withAnswer(JsonNode answer) {
        ObjectNode more = document.deepCopy();
        more.set("answer", answer);
        return new ConnectFacts(more);
    }

    boolean hold(Map<JsonPointer, List<String>> expected) {
        return expected.entrySet().stream()
                .allMatch(
                        one -> one.getValue().contains(document.at(one.getKey()).asText()));
    }

    /** The text there, or empty if there is none. */
    Optional<String> text(JsonPointer at) {
        return text(document, at);
    }

    private static Optional<String> text(JsonNode in, JsonPointer at) {
        JsonNode node = in.at(at);
        // No id is a fraction, and every number that is too large for one is the same infinity.
        return Optional.of(node.isNull() || node.isFloatingPointNumber() ? "" : node.asText())
                .filter(Predicate.not(String::isBlank));
    }

    /** Returns the parameters that are known before the identity call. */
    Map<String, String> earlyParameters(Provider provider) throws ProviderException {
        return parameters(provider, parameter -> !parameter.from().toString().startsWith("/answer/"));
    }

    /** @throws ProviderException if one is missing or is not of the form that the catalogue allows */
    Map<String, String> parameters(Provider provider) throws ProviderException {
        return parameters(provider, parameter -> true);
    }

    /** @throws ProviderException if a person must choose, and the provider returned no choice */
    List<Choice> choices(Provider provider) throws ProviderException {
        Optional<ConnectionChoice> wanted = switch (provider.auth()) {
            case Auth.ApiKey key -> Optional.empty();
            case Auth.OAuth2 oauth -> oauth.connections().choice();
        };
        if (wanted.isEmpty()) {
            return List.of();
        }
        List<Choice> choices = new ArrayList<>();
        JsonNode all = document.at(wanted.get().from());
        for (JsonNode entry : all) {
            if (choices.size() == MOST_CHOICES) {
                LOG.warn("{} named {} choices; the first {} are kept", provider.name(), all.size(), choices.size());
                break;
            }
            choice(wanted.get(), entry).ifPresent(choices::add);
        }
        if (choices.isEmpty()) {
            throw unanswered(provider, "any " + wanted.get().what() + " of this account");
        }
        return choices;
    }

    /** An entry that lacks something cannot be worked with, and is left out. */
    private static Optional<Choice> choice(ConnectionChoice wanted, JsonNode entry) {
        Optional<String> id = text(entry, wanted.id()).filter(StoredText::isId);
        Optional<String> label =
                text(entry, wanted.label()).map(StoredText::label).filter(Predicate.not(String::isEmpty));
        Map<String, String> parameters = new LinkedHashMap<>();
        wanted.parameters()
                .forEach((name, parameter) -> text(entry, parameter.from())
                        .filter(StoredText::isParameter)
                        .filter(found -> found.matches(parameter.matches()))
                        .ifPresent(found -> parameters.put(name, found)));
        boolean whole = id.isPresent()
                && label.isPresent()
                && parameters.keySet().equals(wanted.parameters().keySet());
        return whole ? Optional.of(new Choice(id.get(), label.get(), parameters)) : Optional.empty();
    }

    private Map<String, String> parameters(Provider provider, Predicate<ConnectionParameter> which)
            throws ProviderException {
        Map<String, String> values = new LinkedHashMap<>();
        for (Map.Entry<String, ConnectionParameter> parameter : wanted(provider).entrySet()) {
            if (which.test(parameter.getValue())) {
                String value = text(parameter.getValue().from())
                        .filter(StoredText::isParameter)
                        .filter(found -> found.matches(parameter.getValue().matches()))
                        .orElseThrow(() -> unanswered(provider, "the " + parameter.getKey() + " of this account"));
                values.put(parameter.getKey(), value);
            }
        }
        return values;
    }

    /** @throws ProviderException if the provider's connections have a host of their own, and no allowed one was returned */
    Optional<URI> apiBase(Provider provider) throws ProviderException {
        return switch (provider.auth()) {
            case Auth.ApiKey key -> Optional.empty();
            case Auth.OAuth2 oauth -> {
                if (oauth.connections().apiBase().isEmpty()) {
                    yield Optional.empty();
                }
                yield Optional.of(text(oauth.connections().apiBase().get().from())
                        .filter(StoredText::isParameter)
                        .flatMap(oauth.connections().apiBase().get()::checked)
                        .orElseThrow(() -> unanswered(provider, "an address of its own for this account's API")));
            }
        };
    }

    /** Returns the API host that a refresh returned; empty if it returned none, or one that is not the provider's own. */
    public Optional<URI> movedApiBase(Provider provider) {
        Optional<ApiHost> own = provider.oauth().connections().apiBase();
        Optional<String> base = own.flatMap(host -> text(host.from()));
        Optional<URI> checked =
                own.flatMap(host -> base.filter(StoredText::isParameter).flatMap(host::checked));
        if (base.isPresent() && checked.isEmpty()) {
            // Whatever it is, no token goes there: the connection's API stays where it was.
            LOG.warn("{} returned an API host that is not one of its own", provider.name());
        }
        return checked;
    }

    static ProviderException unusable(Provider provider, String what) {
        return new ProviderException(new ProviderError.Transient(provider.title() + " answered with " + what, false));
    }

    static ProviderException unanswered(Provider provider, String what) {
        return new ProviderException(new ProviderError.Transient(provider.title() + " did not say " + what, false));
    }

    private static Map<String, ConnectionParameter> wanted(Provider provider) {
        return switch (provider.auth()) {
            case Auth.ApiKey key -> Map.of();
            case Auth.OAuth2 oauth -> oauth.connections().parameters().orElse(Map.of());
        };
    }
}
