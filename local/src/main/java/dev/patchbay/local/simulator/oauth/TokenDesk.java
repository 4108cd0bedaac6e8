package dev.patchbay.local.simulator.oauth;

import dev.patchbay.local.simulator.oauth.RefreshTokens.RefreshToken;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Where codes and refresh tokens are turned into tokens. Not thread-safe: the engine locks. */
final class TokenDesk {

    private final OAuthRules rules;
    private final AppRegistration registration;
    private final Clock clock;
    private final Consents consents;
    private final AccessTokens accessTokens;
    private final RefreshTokens refreshTokens;
    private final List<Grant> grants;

    TokenDesk(
            OAuthRules rules,
            AppRegistration registration,
            Clock clock,
            Consents consents,
            AccessTokens accessTokens,
            RefreshTokens refreshTokens,
            List<Grant> grants) {
        this.rules = rules;
        this.registration = registration;
        this.clock = clock;
        this.consents = consents;
        this.accessTokens = accessTokens;
        this.refreshTokens = refreshTokens;
        this.grants = grants;
    }

    TokenResult answer(TokenRequest request, Function<Grant, TokenKind> kind) {
        Optional<TokenRefusal> stranger = registration.strangeness(request);
        if (stranger.isPresent()) {
            return new TokenResult.Refused(stranger.get(), "client_id");
        }
        return switch (request.parameter("grant_type")) {
            case "authorization_code" -> redeem(request, kind);
            case "refresh_token" -> refresh(request);
            case "" -> new TokenResult.Refused(TokenRefusal.MISSING_PARAMETER, "grant_type");
            case String other -> new TokenResult.Refused(TokenRefusal.UNSUPPORTED_GRANT_TYPE, other);
        };
    }

    /** Issues the tokens of a grant, and ends the oldest refresh token if there are too many. */
    TokenSet issue(Grant grant, TokenKind kind) {
        Instant now = clock.instant();
        AccessToken access = accessTokens.issue(
                grant, kind, kind.scopes().apply(grant), now, rules.tokens().access());
        if (!refreshTokens.areGiven() || !rules.tokens().givesRefresh().test(grant.request(), grant.first())) {
            return new TokenSet(
                    access, Optional.empty(), Optional.empty(), rules.tokens().access(), false);
        }
        RefreshToken refresh = refreshTokens.issue(grant, kind, now);
        refresh.accessToken = access.value();
        List<RefreshToken> live =
                refreshTokens.live(OAuthEngine.ofAccount(grant.account().login()), now);
        for (RefreshToken surplus : live.subList(0, Math.max(0, live.size() - rules.maxGrants()))) {
            surplus.ended = true;
        }
        return new TokenSet(
                access,
                Optional.of(refresh.value),
                refreshTokens.lifetime(refresh, now),
                rules.tokens().access(),
                false);
    }

    private TokenResult redeem(TokenRequest request, Function<Grant, TokenKind> kind) {
        if (request.parameter("code").isEmpty()) {
            return new TokenResult.Refused(TokenRefusal.MISSING_PARAMETER, "code");
        }
        Optional<Consents.Code> found = consents.find(request.parameter("code"));
        if (found.isEmpty()) {
            return new TokenResult.Refused(TokenRefusal.UNKNOWN_CODE, "code");
        }
        Consents.Code code = found.get();
        Optional<TokenRefusal> unfit = unfitness(code, request);
        if (unfit.isPresent()) {
            return new TokenResult.Refused(unfit.get(), "code");
        }
        code.used = true;
        grants.add(code.grant);
        return new TokenResult.Issued(issue(code.grant, kind.apply(code.grant)));
    }

    private Optional<TokenRefusal> unfitness(Consents.Code code, TokenRequest request) {
        AuthorizationRequest asked = code.grant.request();
        if (code.used) {
            return Optional.of(TokenRefusal.USED_CODE);
        }
        if (!clock.instant().isBefore(code.expiresAt)) {
            return Optional.of(TokenRefusal.EXPIRED_CODE);
        }
        if (!asked.redirectUri().equals(request.parameter("redirect_uri"))) {
            return Optional.of(TokenRefusal.WRONG_REDIRECT);
        }
        String challenge = asked.parameter("code_challenge");
        if (rules.clients().pkce() == OAuthRules.Pkce.IGNORED || challenge.isEmpty()) {
            return Optional.empty();
        }
        String verifier = request.parameter("code_verifier");
        if (verifier.isEmpty()) {
            return Optional.of(TokenRefusal.MISSING_VERIFIER);
        }
        return challengeOf(verifier).equals(challenge) ? Optional.empty() : Optional.of(TokenRefusal.WRONG_VERIFIER);
    }

    private TokenResult refresh(TokenRequest request) {
        if (!refreshTokens.areGiven()) {
            return new TokenResult.Refused(TokenRefusal.UNSUPPORTED_GRANT_TYPE, "refresh_token");
        }
        String value = request.parameter("refresh_token");
        if (value.isEmpty()) {
            return new TokenResult.Refused(TokenRefusal.MISSING_PARAMETER, "refresh_token");
        }
        Optional<RefreshToken> found = refreshTokens.find(value);
        if (found.isEmpty()) {
            return new TokenResult.Refused(TokenRefusal.UNKNOWN_REFRESH_TOKEN, "refresh_token");
        }
        RefreshToken token = found.get();
        Instant now = clock.instant();
        if (refreshTokens.isInvalid(token, now)) {
            return new TokenResult.Refused(TokenRefusal.DEAD_REFRESH_TOKEN, "refresh_token");
        }
        Set<String> granted = token.kind.scopes().apply(token.grant);
        Set<String> asked = AuthorizationRequest.scopes(
                request.parameter("scope"), rules.scopes().separator());
        if (!granted.containsAll(asked)) {
            return new TokenResult.Refused(TokenRefusal.SCOPE_NOT_GRANTED, "scope");
        }
        RefreshToken next = refreshTokens.use(token, now);
        if (refreshTokens.endsOldAccessToken()) {
            accessTokens.revoke(token.accessToken);
        }
        AccessToken access = accessTokens.issue(
                token.grant,
                token.kind,
                asked.isEmpty() ? granted : asked,
                now,
                rules.tokens().access());
        next.accessToken = access.value();
        return new TokenResult.Issued(new TokenSet(
                access,
                refreshTokens.isNamedAfterUse() ? Optional.of(next.value) : Optional.empty(),
                refreshTokens.lifetime(next, now),
                rules.tokens().access(),
                true));
    }

    private static String challengeOf(String verifier) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JDK has SHA-256.", impossible);
        }
    }
}
