package dev.patchbay.local.simulator.oauth;

import io.javalin.http.Context;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What an app asks of a person, as it stands in the authorization URL.
 *
 * @param parameters all of them, first values only
 * @param scopes in the order asked for
 * @param userScopes Slack's second list
 */
public record AuthorizationRequest(Map<String, String> parameters, Set<String> scopes, Set<String> userScopes) {

    /** Reads the query of an authorization URL. */
    public static AuthorizationRequest of(Context context, String scopeSeparator) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (Map.Entry<String, List<String>> parameter : context.queryParamMap().entrySet()) {
            parameters.put(parameter.getKey(), parameter.getValue().getFirst());
        }
        return new AuthorizationRequest(
                parameters,
                scopes(parameters.getOrDefault("scope", ""), scopeSeparator),
                scopes(parameters.getOrDefault("user_scope", ""), scopeSeparator));
    }

    /** Empty when it was not sent. */
    public String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }

    public String clientId() {
        return parameter("client_id");
    }

    public String redirectUri() {
        return parameter("redirect_uri");
    }

    /** Splits a list of scopes; blanks are dropped. */
    public static Set<String> scopes(String list, String separator) {
        return Arrays.stream(list.split(Pattern.quote(separator), -1))
                .map(String::strip)
                .filter(scope -> !scope.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
