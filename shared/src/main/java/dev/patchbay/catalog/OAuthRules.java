package dev.patchbay.catalog;

import static dev.patchbay.catalog.ProviderRules.https;
import static dev.patchbay.catalog.ProviderRules.require;

import com.fasterxml.jackson.core.JsonPointer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Checks the file of a provider with OAuth. */
record OAuthRules(String file, Provider provider, Auth.OAuth2 oauth) {
    /** Parameters that Patchbay sets in the authorization request: a catalogue file must not set them. */
    private static final Set<String> OWN_PARAMETERS = Set.of(
            "client_id", "code_challenge", "code_challenge_method", "redirect_uri", "response_type", "scope", "state");

    private static final Set<String> TOKENS = Set.of("accessToken", "refreshToken");
    private static final Set<String> GIVEN = Set.of("clientId", "accountId");

    /** Hosts that no provider's pattern may match: the cloud's metadata, this machine, any other domain. */
    private static final List<String> STRANGE_HOSTS =
            List.of("169.254.169.254", "127.0.0.1", "localhost", "[::1]", "anybody.example", "metadata.internal", "");

    /** A pattern that ends in a domain spelt out, and offers nothing beside it. */
    private static final Pattern IN_ONE_DOMAIN =
            Pattern.compile("[^|]*?((?<![a-z0-9-])(?:[a-z0-9-]+\\\\\\.)+[a-z]{2,})");

    void check() {
        https(file, "auth.authorizationUrl", oauth.endpoints().authorizationUrl());
        https(file, "auth.tokenUrl", oauth.endpoints().tokenUrl());
        oauth.endpoints().authority().ifPresent(this::checkAuthority);
        checkIdentity();
        checkParameters();
        checkCalls();
        lasting(
                "auth.accessTokenLifetime",
                oauth.tokens().accessTokenLifetime(),
                "leave it out where tokens live until they are revoked");
        lasting(
                "auth.tokenAnswer.errors.confirmFor",
                oauth.confirmRefusalFor(),
                "leave it out where a second refusal is to be believed");
        checkEndings();
        for (String parameter : oauth.consent().authorizationParameters().keySet()) {
            require(
                    !OWN_PARAMETERS.contains(parameter),
                    file,
                    "auth.authorizationParameters",
                    parameter + " is set by Patchbay itself");
        }
        oauth.consent()
                .scopeParameter()
                .ifPresent(parameter -> require(
                        !OWN_PARAMETERS.contains(parameter),
                        file,
                        "auth.scopeParameter",
                        parameter + " is set by Patchbay itself"));
        for (Auth.Scope scope : oauth.consent().scopes()) {
            require(
                    TokenText.isScope(scope.scope()),
                    file,
                    "auth.scopes",
                    "\"" + scope.scope()
                            + "\" must be a scope-token of RFC 6749 without a comma, which separates scopes in"
                            + " answers");
            require(scope.message().endsWith("."), file, "auth.scopes", scope.scope() + " must say a sentence");
        }
    }

    private void checkAuthority(Authority authority) {
        pattern("auth.authority.form", authority.form());
        require(
                authority.allows(authority.standard()),
                file,
                "auth.authority.form",
                "must be a regular expression that the standard authority matches");
        require(
                authority.isIn(oauth.endpoints().authorizationUrl())
                        && authority.isIn(oauth.endpoints().tokenUrl()),
                file,
                "auth.authority.standard",
                "must be one segment of the path of authorizationUrl and of tokenUrl");
    }

    private void checkEndings() {
        for (Auth.Ending ending : oauth.tokens().endings().orElse(List.of())) {
            require(
                    !ending.after().isZero() && !ending.after().isNegative(),
                    file,
                    "auth.endings.after",
                    "must be longer than nothing");
            require(ending.message().endsWith("."), file, "auth.endings.message", "must be a sentence");
        }
    }

    private void checkIdentity() {
        Identity identity = provider.identity();
        require(
                identity.id().filter(all -> !all.isEmpty()).isPresent(),
                file,
                "identity.id",
                "must point to the account's id, or a reconnect could not detect another account");
        require(
                identity.label().filter(all -> !all.isEmpty()).isPresent(),
                file,
                "identity.label",
                "must point to what a person recognises; only a key is shown by its last characters");
        identity.id().orElse(List.of()).forEach(at -> checkPointer("identity.id", at));
        identity.label().orElse(List.of()).forEach(at -> checkPointer("identity.label", at));
    }

    private void checkParameters() {
        parameters().forEach((name, parameter) -> {
            checkPointer("auth.parameters." + name + ".from", parameter.from());
            checkParameter("auth.parameters." + name, name, parameter);
        });
        oauth.connections().choice().ifPresent(choice -> {
            checkPointer("auth.choice.from", choice.from());
            choice.parameters()
                    .forEach((name, parameter) -> checkParameter("auth.choice.parameters." + name, name, parameter));
        });
        checkApiHost();
    }

    private void checkParameter(String field, String name, ConnectionParameter parameter) {
        require(
                name.matches("[A-Za-z]+") && !TOKENS.contains(name) && !GIVEN.contains(name),
                file,
                field,
                "must be named by letters, and not accessToken, refreshToken, clientId or accountId");
        Pattern pattern = pattern(field + ".matches", parameter.matches());
        require(
                Stream.of("", ".", "..").noneMatch(text -> pattern.matcher(text).matches()),
                file,
                field + ".matches",
                "must not match an empty text, . or ..: it may become a part of a URL's path");
    }

    private void checkApiHost() {
        oauth.connections().apiBase().ifPresent(base -> {
            checkPointer("auth.apiBase.from", base.from());
            Pattern pattern = pattern("auth.apiBase.hosts", base.hosts());
            STRANGE_HOSTS.forEach(host -> lockedOut(pattern, host));
            Matcher inOneDomain = IN_ONE_DOMAIN.matcher(base.hosts());
            require(
                    inOneDomain.matches(),
                    file,
                    "auth.apiBase.hosts",
                    "must end in the provider's domain, spelt out as in \\.acme\\.example, and hold no |");
            String domain = inOneDomain.group(1).replace("\\", "");
            lockedOut(pattern, "evil" + domain);
            lockedOut(pattern, "evil-" + domain);
            lockedOut(pattern, domain + ".anybody.example");
        });
    }

    private void lockedOut(Pattern hosts, String host) {
        require(
                !hosts.matcher(host).matches(),
                file,
                "auth.apiBase.hosts",
                "must match the provider's own hosts only, not \"" + host + "\"");
    }

    private void checkCalls() {
        Set<String> early = new HashSet<>(Set.of("clientId"));
        parameters().forEach((name, parameter) -> {
            if (!parameter.from().toString().startsWith("/answer")) {
                early.add(name);
            }
        });
        checkAuthorization();
        checkCall("identity", provider.identity().call(), early);
        Set<String> late = new HashSet<>(GIVEN);
        late.addAll(parameters().keySet());
        Auth.Revocation revocation = oauth.revocation();
        revocation.url().ifPresent(url -> https(file, "auth.revocation.url", url));
        require(
                revocation.url().isPresent() != revocation.impossible().isPresent(),
                file,
                "auth.revocation",
                "must have either a url or, in impossible, the reason why there is none");
        revocation.call().ifPresent(call -> {
            checkCall("auth.revocation", call, late);
            require(
                    oauth.strategy().isEmpty() || !call.names().contains("refreshToken"),
                    file,
                    "auth.revocation.fields",
                    "must not hold {refreshToken} beside auth.strategy: what a strategy keeps there may be more than a"
                            + " token");
        });
        oauth.tokens()
                .refreshParameters()
                .orElse(Map.of())
                .forEach((name, text) ->
                        known("auth.refreshParameters", text, parameters().keySet()));
    }

    private void checkAuthorization() {
        Auth.Calls calls = oauth.connections().calls().orElse(new Auth.Calls(Auth.Calls.Bearer.ACCESS_TOKEN, Map.of()));
        calls.headers().forEach((name, text) -> {
            require(
                    !name.equalsIgnoreCase("Authorization"),
                    file,
                    "auth.calls.headers",
                    "must not hold Authorization: what is sent there is auth.calls.bearer");
            known("auth.calls.headers", text, parameters().keySet());
        });
    }

    private void checkCall(String field, CatalogCall call, Set<String> names) {
        known(field + ".url", call.url().text(), names);
        if (call.sends() == CatalogCall.Sends.CREDENTIAL) {
            oauth.connections()
                    .calls()
                    .ifPresent(calls ->
                            calls.headers().values().forEach(text -> known("auth.calls.headers", text, names)));
        }
        Set<String> all = new HashSet<>(names);
        all.addAll(TOKENS);
        call.fields().values().forEach(text -> known(field + ".fields", text, all));
    }

    private void known(String field, String text, Set<String> names) {
        for (String name : Placeholders.names(text)) {
            require(
                    names.contains(name),
                    file,
                    field,
                    "{" + name + "} is not known there; use "
                            + (names.isEmpty()
                                    ? "what is in auth.parameters"
                                    : String.join(", ", new TreeSet<>(names))));
        }
    }

    private void checkPointer(String field, JsonPointer at) {
        require(
                at.toString().matches("/(answer|token|redirect|request)/.+")
                        && !at.toString().matches("/redirect/(code|state)(/.*)?"),
                file,
                field,
                "must begin with /answer/, /token/, /redirect/ or /request/, and not be the redirect's code or state");
    }

    private Pattern pattern(String field, String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new CatalogException(file, field, "is not a regular expression: " + e.getDescription(), e);
        }
    }

    private void lasting(String field, Optional<Duration> length, String otherwise) {
        require(
                length.filter(some -> !some.isPositive()).isEmpty(),
                file,
                field,
                "must be longer than nothing; " + otherwise);
    }

    private Map<String, ConnectionParameter> parameters() {
        return oauth.connections().parameters().orElse(Map.of());
    }
}
