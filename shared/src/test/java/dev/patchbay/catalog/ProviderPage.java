package dev.patchbay.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The part of a provider's page (docs/providers) that is made from its catalogue file. It stands between two markers; what stands
 * around it is written by hand and left alone.
 */
final class ProviderPage {
    private static final String BEGIN = "<!-- Made from the provider's YAML: change it there. -->";
    private static final String END = "<!-- End of what is made from the YAML. -->";

    private static final Pattern MADE =
            Pattern.compile(Pattern.quote(BEGIN) + ".*?" + Pattern.quote(END) + "\n", Pattern.DOTALL);

    private final Provider provider;
    private final StringBuilder text = new StringBuilder();

    private ProviderPage(Provider provider) {
        this.provider = provider;
    }

    /** The page as it should be: with the made part where the old one stands, or at the end where there is none. */
    static String of(Provider provider, String page) {
        String made = BEGIN + "\n" + new ProviderPage(provider).made() + "\n" + END + "\n";
        return MADE.matcher(page).find()
                ? MADE.matcher(page).replaceFirst(Matcher.quoteReplacement(made))
                : page.stripTrailing() + "\n\n" + made;
    }

    /** The page without what is made. */
    static String byHand(String page) {
        return MADE.matcher(page).replaceFirst("");
    }

    private String made() {
        text.append("""
                ## Facts

                From `shared/src/main/resources/providers/%s.yaml`. Last looked at on %s.

                """.formatted(provider.name(), provider.listing().lastVerified()));
        facts();
        permissions();
        quotas();
        section("What to know before connecting", provider.listing().notes());
        errors();
        section(
                "Actions",
                provider.listing().actions().stream().map(ProviderPage::code).toList());
        sources();
        return text.toString();
    }

    private void facts() {
        text.append("| | |\n|---|---|\n");
        switch (provider.auth()) {
            case Auth.ApiKey key -> {
                row("connected by", "API key, " + place(key));
                key.headers().forEach((name, value) -> row("sent besides", code(name + ": " + value)));
            }
            case Auth.OAuth2 oauth -> oauth(oauth);
        }
        row("API", code(provider.api().baseUrl()));
        identity(provider.identity());
        provider.access().apiKey().ifPresent(key -> {
            row("or connected by", "API key, " + place(key.auth()));
            row("a key looks like", code(key.matches()));
            key.apiBase().ifPresent(base -> row("its API", code(base)));
            identity(key.identity());
        });
    }

    private void identity(Identity identity) {
        row(
                "tried and identified by",
                code(identity.request().method() + " " + identity.request().url()));
        row(
                "known by",
                identity.id()
                                .map(all -> all.stream().map(ProviderPage::code).collect(Collectors.joining(" and ")))
                                .orElse("a hash of the key")
                        + ", shown as "
                        + identity.label()
                                .map(all -> all.stream().map(ProviderPage::code).collect(Collectors.joining(", else ")))
                                .orElse("the key's last characters"));
    }

    private void oauth(Auth.OAuth2 oauth) {
        row("connected by", "OAuth 2.0, app " + code(oauth.app()));
        row("consent page", code(oauth.endpoints().authorizationUrl()));
        row("token endpoint", code(oauth.endpoints().tokenUrl()));
        oauth.endpoints()
                .authority()
                .ifPresent(there -> row(
                        "authority",
                        code(there.standard()) + " in both, or what the app's secret names as " + code("authority")));
        row(
                "client id and secret",
                switch (oauth.endpoints().clientAuthentication()) {
                    case BODY -> "in the body";
                    case BASIC -> "by HTTP Basic authentication";
                });
        row("PKCE", named(oauth.consent().pkce()));
        row(
                "access token",
                oauth.tokens()
                        .accessTokenLifetime()
                        .map(lifetime -> "lives " + words(lifetime) + " where the answer does not say")
                        .orElse("lives as long as the answer says, else until it is revoked"));
        oauth.tokens().endings().orElse(List.of()).forEach(ending -> row("the grant", ending.message()));
        oauth.connections()
                .apiBase()
                .ifPresent(host -> row("API host", "each connection's own, which must match " + code(host.hosts())));
        row(
                "refresh token",
                switch (oauth.tokens().refreshTokens()) {
                    case NONE -> "none: the grant ends with the access token";
                    case STABLE -> "stays the same";
                    case MOVING -> "a new one at each refresh; the old one lives on for a while";
                    case SINGLE_USE -> "a new one at each refresh; the old one is dead at once";
                });
        oauth.confirmRefusalFor()
                .ifPresent(length ->
                        row("a refused refresh", "is believed when it is still refused after " + words(length)));
        oauth.connections().calls().ifPresent(calls -> row("API calls", "are authorized by " + words(calls)));
        Auth.Revocation revocation = oauth.revocation();
        row(
                "disconnecting",
                revocation
                        .impossible()
                        .orElseGet(() -> "revokes at " + code(revocation.url().orElseThrow()) + ": "
                                + switch (revocation.reach()) {
                                    case GRANT -> "this grant only";
                                    case ACCOUNT -> "all that the account granted to the app, with its last connection";
                                }));
    }

    private static String words(Auth.Calls calls) {
        String bearer = switch (calls.bearer()) {
            case ACCESS_TOKEN -> "the access token";
            case CLIENT_SECRET -> "the app's own secret";
        };
        return calls.headers().entrySet().stream()
                .map(header -> " and the header " + code(header.getKey() + ": " + header.getValue()))
                .collect(Collectors.joining("", bearer, ""));
    }

    private static String place(Auth.ApiKey key) {
        return switch (key.in()) {
            case HEADER -> "in the header " + code(key.name() + ": " + key.prefix() + "…");
            case QUERY -> "in the query parameter " + code(key.name()) + ", which is never logged";
            case BASIC -> "as the password of the user " + code(key.name()) + " (HTTP Basic authentication)";
        };
    }

    private void permissions() {
        if (provider.auth() instanceof Auth.OAuth2 oauth) {
            text.append("\n### Permissions\n\n");
            if (oauth.consent().scopes().isEmpty()) {
                text.append(provider.title()).append(" has no scopes: a connection may do all that its person may.\n");
                return;
            }
            text.append("| scope | in words | without it |\n|---|---|---|\n");
            for (Auth.Scope scope : oauth.consent().scopes()) {
                cells(
                        code(scope.scope()),
                        scope.message(),
                        scope.required() ? "not connected" : "connected, and shown");
            }
        }
    }

    private void quotas() {
        section("Limits", provider.api().quotas().stream().map(Quota::message).toList());
    }

    private void errors() {
        text.append(
                "\n### Failures\n\nThe first row that matches decides; where none does, the status alone decides.\n\n");
        text.append("| status | answer | is | people see |\n|---|---|---|---|\n");
        for (ErrorRule rule : provider.api().errors()) {
            String body = rule.answer().body().entrySet().stream()
                    .map(expected -> code(expected.getKey()) + " is "
                            + expected.getValue().stream()
                                    .map(ProviderPage::code)
                                    .collect(Collectors.joining(" or ")))
                    .collect(Collectors.joining(", "));
            for (String text : rule.answer().texts().orElse(Map.of()).values()) {
                body = (body.isEmpty() ? "" : body + "; ") + code("/" + text + "/");
            }
            String headers = rule.answer().headers().orElse(Map.of()).entrySet().stream()
                    .map(expected -> "header " + code(expected.getKey())
                            + (expected.getValue().isEmpty()
                                    ? ""
                                    : " is " + code(String.join(" or ", expected.getValue()))))
                    .collect(Collectors.joining(", "));
            cells(
                    rule.answer().status().stream().map(String::valueOf).collect(Collectors.joining(", ")),
                    body.isEmpty() && headers.isEmpty() ? "any" : body + headers,
                    named(rule.is()),
                    rule.message().orElse("a general sentence"));
        }
    }

    private void sources() {
        text.append("\n### Sources\n\n| fact | source |\n|---|---|\n");
        CatalogSources.of(provider.name())
                .named()
                .forEach(named -> cells(
                        code(named.getKey()),
                        named.getValue().startsWith("https:") ? "<" + named.getValue() + ">" : named.getValue()));
    }

    private void section(String heading, List<String> sentences) {
        if (!sentences.isEmpty()) {
            text.append("\n### ").append(heading).append("\n\n");
            sentences.forEach(sentence -> text.append("- ").append(sentence).append('\n'));
        }
    }

    private void row(String name, String value) {
        cells(name, value);
    }

    private void cells(String... cells) {
        List<String> escaped = new ArrayList<>();
        for (String cell : cells) {
            escaped.add(cell.replace("|", "\\|"));
        }
        text.append("| ").append(String.join(" | ", escaped)).append(" |\n");
    }

    private static String code(Object value) {
        return "`" + value + "`";
    }

    private static String words(Duration lifetime) {
        return lifetime.toHours() >= 48
                ? lifetime.toDays() + " days"
                : lifetime.toMinutes() >= 120 ? lifetime.toHours() + " hours" : lifetime.toMinutes() + " minutes";
    }

    /** As the YAML spells it. */
    private static String named(Enum<?> choice) {
        try {
            return Objects.requireNonNull(
                            choice.getDeclaringClass().getField(choice.name()).getAnnotation(JsonProperty.class))
                    .value();
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("Every constant is a field", e);
        }
    }
}
