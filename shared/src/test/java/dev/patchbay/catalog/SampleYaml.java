package dev.patchbay.catalog;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A right catalogue file of an invented provider, to be spoilt or bent in one place. */
public final class SampleYaml {
    static final String SAMPLE = """
            name: sample
            title: Sample
            category: chat
            lastVerified: 2026-11-20
            baseUrl: https://api.sample.example
            auth:
              kind: oauth2
              app: sample-app
              authorizationUrl: https://sample.example/oauth/authorize?tenant=all
              tokenUrl: https://sample.example/oauth/token
              clientAuthentication: body
              pkce: S256
              scopeSeparator: space
              scopes:
                - scope: messages.write
                  message: Post messages as you.
                  required: true
                - scope: profile.read
                  message: See your name.
                  required: false
              authorizationParameters:
                prompt: consent
              accessTokenLifetime: PT2H
              refreshTokens: stable
              revocation:
                url: https://sample.example/oauth/revoke
                sends: form
                fields: { token: "{refreshToken}" }
                reach: grant
            identity:
              method: GET
              url: https://api.sample.example/me
              id: /answer/id
              label: /answer/email
              valid: { /answer/active: ["true"] }
            errors:
              - status: [403]
                body: { /error: [slow] }
                is: rate-limited
                message: Slower please
            quotas:
              - { metric: messages, limit: 60, window: PT1M, per: connection }
            notes: []
            actions:
              - sample.post-message
            """;

    private SampleYaml() {}

    public static Provider provider() {
        return read(SAMPLE);
    }

    /** The sample with one text replaced, which must be there. */
    public static Provider with(String text, String replacement) {
        return read(spoilt(text, replacement));
    }

    /** A provider with its endpoints where a setting puts them, by provider or OAuth app. */
    public static Provider moved(Provider provider, Map<String, String> baseUrls) {
        return CompiledProvider.of(new BaseUrls(baseUrls).applyTo(CatalogCompiler.compiled(provider)));
    }

    public static String spoilt(String text, String replacement) {
        if (!SAMPLE.contains(text)) {
            throw new IllegalArgumentException("The sample has no " + text);
        }
        return SAMPLE.replace(text, replacement);
    }

    public static Provider read(String yaml) {
        try {
            return ProviderYaml.read("sample.yaml", new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
