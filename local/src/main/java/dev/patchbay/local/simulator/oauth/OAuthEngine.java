package dev.patchbay.local.simulator.oauth;

import dev.patchbay.local.simulator.oauth.RefreshTokens.RefreshToken;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The authorization server of one provider: RFC 6749 codes and refresh tokens, RFC 7636 challenges, RFC 7009 revocation,
 * by the rules of that provider. Thread-safe: one lock guards all state.
 */
public final class OAuthEngine {

    private final OAuthRules rules;
    private final AppRegistration registration;
    private final List<Account> accounts;
    private final Clock clock;
    private final Object lock = new Object();
    private final Consents consents;
    private final AccessTokens accessTokens = new AccessTokens();
    private final RefreshTokens refreshTokens;
    private final Set<String> agreedBefore = new HashSet<>();
    private final Map<String, Grant> grants = new HashMap<>();

    public OAuthEngine(OAuthRules rules, OAuthAppCredentials app, List<Account> accounts, Clock clock) {
        this.rules = rules;
        this.registration = new AppRegistration(app, rules);
        this.accounts = List.copyOf(accounts);
        this.clock = clock;
        this.consents = new Consents(rules);
        this.refreshTokens = new RefreshTokens(rules.refresh());
    }

    public OAuthRules rules() {
        return rules;
    }

    /** The app that may ask: its credentials and its redirect addresses. */
    public AppRegistration registration() {
        return registration;
    }

    /** Those offered by the consent page. */
    public List<Account> accounts() {
        return accounts;
    }

    /** Starts a consent page for a request without refusal; gives the id that its form carries. */
    public String open(AuthorizationRequest request) {
        synchronized (lock) {
            return consents.open(request);
        }
    }

    /** The person said no, or has gone; the request, when its page was open. */
    public Optional<AuthorizationRequest> close(String consentId) {
        synchronized (lock) {
            return consents.close(consentId);
        }
    }

    /** The person said yes; gives the code. */
    public Approval approve(AuthorizationRequest request, Account account, Set<String> ticked, String codePrefix) {
        synchronized (lock) {
            Set<String> scopes = consents.granted(request.scopes(), ticked);
            if (request.parameter("include_granted_scopes").equals("true")) {
                grants.values().stream()
                        .filter(ofAccount(account.login()))
                        .forEach(earlier -> scopes.addAll(earlier.scopes()));
            }
            Grant grant = new Grant(
                    Secrets.random("", 16),
                    registration.app().clientId(),
                    account,
                    scopes,
                    consents.granted(request.userScopes(), ticked),
                    request,
                    agreedBefore.add(account.id()),
                    clock.instant());
            consents.grantAll();
            return new Approval(grant, consents.code(codePrefix, grant, clock.instant()));
        }
    }

    /** A grant and the code that stands for it. */
    public record Approval(Grant grant, String code) {}

    /** Answers a token request; which kind of token a code gives is up to its grant. */
    public TokenResult token(TokenRequest request, Function<Grant, TokenKind> kind) {
        synchronized (lock) {
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
    }

    /** Gives one more token of another kind for a grant: Slack's user token beside the bot's. */
    public TokenSet alsoIssue(Grant grant, TokenKind kind) {
        synchronized (lock) {
            return issue(grant, kind);
        }
    }

    /** What is known of an access token. */
    public BearerState bearer(String accessToken) {
        synchronized (lock) {
            return accessTokens.state(accessToken, clock.instant());
        }
    }

    /** Revokes by an access or a refresh token, and as far as the provider's rules say; false when it is not alive. */
    public boolean revoke(String token) {
        synchronized (lock) {
            Instant now = clock.instant();
            Optional<Grant> grant = refreshTokens
                    .find(token)
                    .filter(refresh -> !refreshTokens.isDead(refresh, now))
                    .map(refresh -> refresh.grant)
                    .or(() -> accessTokens.grantOf(token));
            grant.ifPresent(
                    found -> end(rules.revokesAll() ? ofAccount(found.account().login()) : found::equals, false));
            return grant.isPresent();
        }
    }

    /** Revokes this access token alone; false when it is not alive. */
    public boolean revokeAccess(String accessToken) {
        synchronized (lock) {
            return accessTokens.revoke(accessToken);
        }
    }

    /** Revokes every access token of this kind, and nothing else; false when there was none. */
    public boolean revokeAccess(Predicate<AccessToken> which) {
        synchronized (lock) {
            return accessTokens.revokeAll(which);
        }
    }

    /** The account takes back its consent; empty: every account does. */
    public void revokeAccount(String login) {
        synchronized (lock) {
            end(ofAccount(login), true);
        }
    }

    public void expireAccessTokens(String login) {
        synchronized (lock) {
            accessTokens.expire(ofAccount(login));
        }
    }

    public void endRefreshTokens(String login) {
        synchronized (lock) {
            refreshTokens.end(ofAccount(login));
        }
    }

    /** The next consent gives only these scopes, whatever was ticked: as when an administrator allows no more. */
    public void grantOnly(Set<String> scopes) {
        synchronized (lock) {
            consents.grantOnly(scopes);
        }
    }

    /** How many refresh tokens of this account would be honoured now. */
    public int liveRefreshTokens(String login) {
        synchronized (lock) {
            return refreshTokens.live(ofAccount(login), clock.instant()).size();
        }
    }

    public void reset() {
        synchronized (lock) {
            consents.clear();
            accessTokens.clear();
            refreshTokens.clear();
            agreedBefore.clear();
            grants.clear();
        }
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
        grants.put(code.grant.id(), code.grant);
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
        if (rules.pkce() == OAuthRules.Pkce.IGNORED || challenge.isEmpty()) {
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
        if (refreshTokens.isDead(token, now)) {
            return new TokenResult.Refused(TokenRefusal.DEAD_REFRESH_TOKEN, "refresh_token");
        }
        Set<String> granted = token.kind.scopes().apply(token.grant);
        Set<String> asked = AuthorizationRequest.scopes(request.parameter("scope"), rules.scopeSeparator());
        if (!granted.containsAll(asked)) {
            return new TokenResult.Refused(TokenRefusal.SCOPE_NOT_GRANTED, "scope");
        }
        RefreshToken next = refreshTokens.use(token, now);
        if (refreshTokens.endsOldAccessToken()) {
            accessTokens.revoke(token.accessToken);
        }
        AccessToken access =
                accessTokens.issue(token.grant, token.kind, asked.isEmpty() ? granted : asked, now, rules.access());
        next.accessToken = access.value();
        return new TokenResult.Issued(new TokenSet(
                access,
                refreshTokens.isNamedAfterUse() ? Optional.of(next.value) : Optional.empty(),
                refreshTokens.lifetime(next, now),
                rules.access(),
                true));
    }

    private TokenSet issue(Grant grant, TokenKind kind) {
        Instant now = clock.instant();
        AccessToken access = accessTokens.issue(grant, kind, kind.scopes().apply(grant), now, rules.access());
        if (!refreshTokens.areGiven() || !rules.givesRefreshToken().test(grant.request(), grant.first())) {
            return new TokenSet(access, Optional.empty(), Optional.empty(), rules.access(), false);
        }
        RefreshToken refresh = refreshTokens.issue(grant, kind, now);
        refresh.accessToken = access.value();
        List<RefreshToken> live = refreshTokens.live(ofAccount(grant.account().login()), now);
        for (RefreshToken surplus : live.subList(0, Math.max(0, live.size() - rules.maxGrants()))) {
            surplus.dead = true;
        }
        return new TokenSet(
                access, Optional.of(refresh.value), refreshTokens.lifetime(refresh, now), rules.access(), false);
    }

    private void end(Predicate<Grant> which, boolean byAccount) {
        accessTokens.revoke(which, byAccount);
        refreshTokens.end(which);
        grants.values().removeIf(which);
        if (byAccount || rules.revokesAll()) {
            // The next consent of such an account counts as its first.
            accounts.stream()
                    .filter(account -> grants.values().stream().noneMatch(ofAccount(account.login())))
                    .forEach(account -> agreedBefore.remove(account.id()));
        }
    }

    private static Predicate<Grant> ofAccount(String login) {
        return grant -> login.isEmpty() || grant.account().login().equals(login);
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
