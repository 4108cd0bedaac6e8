package dev.patchbay.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a provider as {@link CatalogCompiler} wrote it. It checks nothing again, and uses no reflection and no lambdas: each first use of
 * those costs a cold start time that reading a field does not.
 */
final class CompiledProvider {
    private final CompiledFields fields;

    private CompiledProvider(JsonNode node) {
        this.fields = new CompiledFields(node);
    }

    static Provider of(JsonNode node) {
        return new CompiledProvider(node).provider();
    }

    private Provider provider() {
        return new Provider(
                new ProviderId(fields.text("name")),
                fields.text("title"),
                new Provider.Access(
                        auth(fields.group("auth")),
                        identity(fields.group("identity")),
                        fields.has("apiKey") ? Optional.of(alternativeKey(fields.group("apiKey"))) : Optional.empty()),
                new Provider.Api(URI.create(fields.text("baseUrl")), errors(), quotas()),
                listing());
    }

    private Provider.Listing listing() {
        JsonNode verified = fields.node("lastVerified");
        return new Provider.Listing(
                fields.text("category"),
                LocalDate.of(
                        verified.get(0).intValue(),
                        verified.get(1).intValue(),
                        verified.get(2).intValue()),
                fields.texts("notes"),
                fields.texts("actions"));
    }

    private static Auth auth(CompiledFields auth) {
        return auth.text("kind").equals("api-key") ? apiKey(auth) : oauth(auth);
    }

    private static Auth.ApiKey apiKey(CompiledFields key) {
        return new Auth.ApiKey(
                Auth.ApiKey.In.valueOf(key.text("in")),
                key.text("name"),
                key.text("prefix"),
                key.textsByName("headers"));
    }

    private static Auth.OAuth2 oauth(CompiledFields oauth) {
        return new Auth.OAuth2(
                oauth.text("app"),
                endpoints(oauth),
                consent(oauth),
                tokens(oauth),
                connections(oauth),
                revocation(oauth.group("revocation")),
                oauth.optionalText("strategy"));
    }

    private static Auth.Endpoints endpoints(CompiledFields oauth) {
        return new Auth.Endpoints(
                URI.create(oauth.text("authorizationUrl")),
                URI.create(oauth.text("tokenUrl")),
                Auth.ClientAuthentication.valueOf(oauth.text("clientAuthentication")),
                oauth.has("authority") ? Optional.of(authority(oauth.group("authority"))) : Optional.empty());
    }

    private static Auth.Consent consent(CompiledFields oauth) {
        return new Auth.Consent(
                Auth.Pkce.valueOf(oauth.text("pkce")),
                Auth.ScopeSeparator.valueOf(oauth.text("scopeSeparator")),
                oauth.optionalText("scopeParameter"),
                scopes(oauth),
                oauth.textsByName("authorizationParameters"),
                oauth.optionalTextSet("denials"));
    }

    private static Auth.Tokens tokens(CompiledFields oauth) {
        return new Auth.Tokens(
                oauth.optionalDuration("accessTokenLifetime"),
                Auth.RefreshTokens.valueOf(oauth.text("refreshTokens")),
                oauth.optionalTextsByName("refreshParameters"),
                oauth.has("tokenAnswer") ? Optional.of(tokenAnswer(oauth.group("tokenAnswer"))) : Optional.empty(),
                oauth.has("endings") ? Optional.of(endings(oauth)) : Optional.empty());
    }

    private static Auth.ConnectionRules connections(CompiledFields oauth) {
        return new Auth.ConnectionRules(
                oauth.has("parameters") ? Optional.of(parameters(oauth.group("parameters"))) : Optional.empty(),
                oauth.has("apiBase") ? Optional.of(apiHost(oauth.group("apiBase"))) : Optional.empty(),
                oauth.has("choice") ? Optional.of(choice(oauth.group("choice"))) : Optional.empty(),
                oauth.has("calls") ? Optional.of(calls(oauth.group("calls"))) : Optional.empty());
    }

    private static List<Auth.Scope> scopes(CompiledFields oauth) {
        List<Auth.Scope> scopes = new ArrayList<>();
        for (CompiledFields scope : oauth.groups("scopes")) {
            scopes.add(new Auth.Scope(
                    scope.text("scope"),
                    scope.text("message"),
                    scope.node("required").booleanValue()));
        }
        return List.copyOf(scopes);
    }

    private static List<Auth.Ending> endings(CompiledFields oauth) {
        List<Auth.Ending> endings = new ArrayList<>();
        for (CompiledFields ending : oauth.groups("endings")) {
            endings.add(new Auth.Ending(
                    Auth.Ending.Since.valueOf(ending.text("since")),
                    Period.parse(ending.text("after")),
                    ending.text("message")));
        }
        return List.copyOf(endings);
    }

    private static Auth.Revocation revocation(CompiledFields revocation) {
        return new Auth.Revocation(
                method(revocation),
                revocation.has("url") ? Optional.of(new UrlTemplate(revocation.text("url"))) : Optional.empty(),
                sends(revocation),
                client(revocation),
                revocation.optionalTextsByName("fields"),
                Auth.Revocation.Reach.valueOf(revocation.text("reach")),
                revocation.optionalText("impossible"));
    }

    private static Optional<CatalogCall.Method> method(CompiledFields call) {
        return call.has("method") ? Optional.of(CatalogCall.Method.valueOf(call.text("method"))) : Optional.empty();
    }

    private static Optional<CatalogCall.Sends> sends(CompiledFields call) {
        return call.has("sends") ? Optional.of(CatalogCall.Sends.valueOf(call.text("sends"))) : Optional.empty();
    }

    private static Optional<CatalogCall.Client> client(CompiledFields call) {
        return call.has("client") ? Optional.of(CatalogCall.Client.valueOf(call.text("client"))) : Optional.empty();
    }

    private static TokenAnswer tokenAnswer(CompiledFields answer) {
        return new TokenAnswer(
                answer.optionalPointer("tokens"),
                answer.optionalPointer("scopes"),
                answer.has("tokenType") ? Optional.of(tokenType(answer.group("tokenType"))) : Optional.empty(),
                answer.optionalPointer("grantLifetime"),
                answer.has("errors") ? Optional.of(tokenErrors(answer.group("errors"))) : Optional.empty());
    }

    private static TokenAnswer.TokenType tokenType(CompiledFields type) {
        return new TokenAnswer.TokenType(type.text("is"), type.text("otherwise"));
    }

    private static TokenAnswer.Errors tokenErrors(CompiledFields errors) {
        return new TokenAnswer.Errors(
                errors.pointers("at"),
                errors.optionalTextSet("grant"),
                errors.optionalTextSet("code"),
                errors.optionalTextSet("app"),
                errors.optionalTextSet("passing"),
                errors.optionalDuration("confirmFor"));
    }

    private static Map<String, ConnectionParameter> parameters(CompiledFields parameters) {
        Map<String, ConnectionParameter> all = new LinkedHashMap<>();
        for (String name : parameters.names()) {
            CompiledFields parameter = parameters.group(name);
            all.put(name, new ConnectionParameter(parameter.pointer("from"), parameter.text("matches")));
        }
        return all;
    }

    private static ApiHost apiHost(CompiledFields host) {
        return new ApiHost(host.pointer("from"), host.text("hosts"));
    }

    private static ConnectionChoice choice(CompiledFields choice) {
        return new ConnectionChoice(
                choice.text("what"),
                choice.pointer("from"),
                choice.pointer("id"),
                choice.pointer("label"),
                parameters(choice.group("parameters")));
    }

    private static Authority authority(CompiledFields authority) {
        return new Authority(authority.text("standard"), authority.text("form"));
    }

    private static Auth.Calls calls(CompiledFields calls) {
        return new Auth.Calls(Auth.Calls.Bearer.valueOf(calls.text("bearer")), calls.textsByName("headers"));
    }

    private static Identity identity(CompiledFields identity) {
        return new Identity(
                new Identity.Request(
                        CatalogCall.Method.valueOf(identity.text("method")),
                        new UrlTemplate(identity.text("url")),
                        sends(identity),
                        client(identity),
                        identity.optionalTextsByName("fields")),
                identity.has("id") ? Optional.of(identity.pointers("id")) : Optional.empty(),
                identity.has("label") ? Optional.of(identity.pointers("label")) : Optional.empty(),
                identity.has("accepts") ? Optional.of(accepted(identity)) : Optional.empty(),
                identity.listsByPointer("valid"));
    }

    private static List<Identity.Accepted> accepted(CompiledFields identity) {
        List<Identity.Accepted> all = new ArrayList<>();
        for (CompiledFields one : identity.groups("accepts")) {
            all.add(new Identity.Accepted(one.numbers("status"), one.textsByPointer("texts")));
        }
        return List.copyOf(all);
    }

    private static AlternativeKey alternativeKey(CompiledFields key) {
        return new AlternativeKey(
                apiKey(key.group("auth")),
                key.text("matches"),
                key.optionalText("apiBase"),
                identity(key.group("identity")));
    }

    private List<ErrorRule> errors() {
        List<ErrorRule> rules = new ArrayList<>();
        for (CompiledFields rule : fields.groups("errors")) {
            rules.add(new ErrorRule(
                    answer(rule),
                    ErrorRule.Meaning.valueOf(rule.text("is")),
                    delay(rule),
                    rule.has("notAccepted") ? Optional.of(URI.create(rule.text("notAccepted"))) : Optional.empty(),
                    rule.optionalText("message")));
        }
        return List.copyOf(rules);
    }

    private static ErrorRule.Answer answer(CompiledFields rule) {
        return new ErrorRule.Answer(
                rule.numbers("status"),
                rule.listsByPointer("body"),
                rule.has("texts") ? Optional.of(rule.textsByPointer("texts")) : Optional.empty(),
                rule.has("headers") ? Optional.of(rule.listsByName("headers")) : Optional.empty());
    }

    private static ErrorRule.Delay delay(CompiledFields rule) {
        return new ErrorRule.Delay(
                rule.optionalDuration("pause"),
                rule.optionalText("resets"),
                rule.has("waits") ? Optional.of(bodyWait(rule.group("waits"))) : Optional.empty());
    }

    private static ErrorRule.BodyWait bodyWait(CompiledFields wait) {
        return new ErrorRule.BodyWait(wait.pointer("at"), wait.text("matches"));
    }

    private List<Quota> quotas() {
        List<Quota> quotas = new ArrayList<>();
        for (CompiledFields quota : fields.groups("quotas")) {
            quotas.add(new Quota(
                    quota.text("metric"),
                    quota.node("limit").longValue(),
                    quota.optionalDuration("window").orElseThrow(),
                    Quota.Per.valueOf(quota.text("per"))));
        }
        return List.copyOf(quotas);
    }
}
