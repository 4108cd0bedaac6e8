package dev.patchbay.local.simulator.oauth;

import dev.patchbay.local.simulator.exchange.Json;
import dev.patchbay.local.simulator.oauth.OAuthRules.ClientAuth;
import io.javalin.http.Context;
import io.javalin.security.BasicAuthCredentials;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A request to a token endpoint, form or JSON.
 *
 * @param clientId empty when the client shows only its secret
 */
public record TokenRequest(String clientId, String clientSecret, ClientAuth shownBy, Map<String, String> parameters) {

    private static final List<String> NAMES = List.of(
            "grant_type",
            "code",
            "redirect_uri",
            "code_verifier",
            "refresh_token",
            "scope",
            "client_id",
            "client_secret",
            "token",
            "access_token",
            "stripe_user_id");

    @Override
    public String toString() {
        return "TokenRequest[clientId=" + clientId + ", ***]";
    }

    /** Reads a request; of the ways to show the secret, the first accepted one that is used counts. */
    public static TokenRequest of(Context context, Set<ClientAuth> accepted) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String name : NAMES) {
            String value = Json.parameter(context, name);
            if (!value.isEmpty()) {
                parameters.put(name, value);
            }
        }
        String idInBody = parameters.getOrDefault("client_id", "");
        BasicAuthCredentials basic = context.basicAuthCredentials();
        if (accepted.contains(ClientAuth.SECRET_KEY)) {
            Optional<String> key =
                    bearer(context).or(() -> Optional.ofNullable(basic).map(BasicAuthCredentials::getUsername));
            return new TokenRequest(
                    idInBody,
                    key.orElse(parameters.getOrDefault("client_secret", "")),
                    ClientAuth.SECRET_KEY,
                    parameters);
        }
        if (basic != null && accepted.contains(ClientAuth.BASIC)) {
            return new TokenRequest(basic.getUsername(), basic.getPassword(), ClientAuth.BASIC, parameters);
        }
        return new TokenRequest(idInBody, parameters.getOrDefault("client_secret", ""), ClientAuth.BODY, parameters);
    }

    /** The token of an {@code Authorization: Bearer} header. */
    public static Optional<String> bearer(Context context) {
        return Optional.ofNullable(context.header("Authorization"))
                .filter(header -> header.regionMatches(true, 0, "Bearer ", 0, 7))
                .map(header -> header.substring(7).strip());
    }

    /** The same with one parameter changed. */
    public TokenRequest with(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(parameters);
        changed.put(name, value);
        return new TokenRequest(clientId, clientSecret, shownBy, changed);
    }

    /** Empty when it was not sent. */
    public String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }
}
