package dev.patchbay.local.simulator.oauth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
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
    private final List<Grant> grants = new ArrayList<>();
    private final TokenDesk tokens;
    private final EngineMemory memory;

    public OAuthEngine(OAuthRules rules, OAuthAppCredentials app, List<Account> accounts, Clock clock) {
        this.rules = rules;
        this.registration = new AppRegistration(app, rules);
        this.accounts = new CopyOnWriteArrayList<>(accounts);
        this.clock = clock;
        this.consents = new Consents(rules);
        this.refreshTokens = new RefreshTokens(rules.tokens().refresh());
        this.tokens = new TokenDesk(rules, registration, clock, consents, accessTokens, refreshTokens, grants);
        this.memory = new EngineMemory(registration, this.accounts, agreedBefore, grants, accessTokens, refreshTokens);
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
        return List.copyOf(accounts);
    }

    /** Offers one more. */
    public void add(Account account) {
        accounts.add(account);
    }

    /** Starts a consent page for a request that was not refused; returns the id in its form. */
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

    /** Lets this account allow the next request without a consent page. */
    void allowNext(String login) {
        synchronized (lock) {
            consents.allowNext(login);
        }
    }

    /** The account that allows this request without a consent page, if there is one. */
    Optional<Account> allowsAtOnce() {
        synchronized (lock) {
            return consents.allowsAtOnce()
                    .flatMap(login -> accounts.stream()
                            .filter(account -> account.login().equals(login))
                            .findFirst());
        }
    }

    /** Records the person's consent; returns the code. */
    public Approval approve(AuthorizationRequest request, Account account, Set<String> ticked, String codePrefix) {
        synchronized (lock) {
            Set<String> scopes = consents.granted(request.scopes(), ticked);
            if (request.parameter("include_granted_scopes").equals("true")) {
                grants.stream().filter(ofAccount(account.login())).forEach(earlier -> scopes.addAll(earlier.scopes()));
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

    /** Answers a token request; the grant of a code decides the kind of token. */
    public TokenResult token(TokenRequest request, Function<Grant, TokenKind> kind) {
        synchronized (lock) {
            return tokens.answer(request, kind);
        }
    }

    /** Issues one more token of another kind for a grant: Slack's user token besides the bot's. */
    public TokenSet alsoIssue(Grant grant, TokenKind kind) {
        synchronized (lock) {
            return tokens.issue(grant, kind);
        }
    }

    /** Returns the state of an access token. */
    public BearerState bearer(String accessToken) {
        synchronized (lock) {
            return accessTokens.state(accessToken, clock.instant());
        }
    }

    /** Revokes by an access or a refresh token, as far as the provider's rules reach; false if it is not valid. */
    public boolean revoke(String token) {
        synchronized (lock) {
            Instant now = clock.instant();
            Optional<Grant> grant = refreshTokens
                    .find(token)
                    .filter(refresh -> !refreshTokens.isInvalid(refresh, now))
                    .map(refresh -> refresh.grant)
                    .or(() -> accessTokens.grantOf(token));
            grant.ifPresent(
                    found -> end(rules.revokesAll() ? ofAccount(found.account().login()) : found::equals, false));
            return grant.isPresent();
        }
    }

    /** Revokes this access token only; false if it is not valid. */
    public boolean revokeAccess(String accessToken) {
        synchronized (lock) {
            return accessTokens.revoke(accessToken);
        }
    }

    /** Revokes every access token of this kind, and no others; false if there was none. */
    public boolean revokeAccess(Predicate<AccessToken> which) {
        synchronized (lock) {
            return accessTokens.revokeAll(which);
        }
    }

    /** Revokes the account's consent; empty: that of every account. */
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

    /** The next consent grants these scopes only, whatever was ticked, as if an administrator allowed no others. */
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

    /** Every access and refresh token that would be honoured now. */
    public Set<String> liveTokens() {
        synchronized (lock) {
            Instant now = clock.instant();
            Set<String> live = new HashSet<>(accessTokens.values());
            live.removeIf(token -> !(accessTokens.state(token, now) instanceof BearerState.Live));
            refreshTokens.live(ofAccount(""), now).forEach(refresh -> live.add(refresh.value));
            return live;
        }
    }

    /** Returns every code and token that was issued since the start or the last reset, ended ones included. */
    public Set<String> given() {
        synchronized (lock) {
            Set<String> given = new HashSet<>(consents.codes());
            given.addAll(accessTokens.values());
            given.addAll(refreshTokens.values());
            return given;
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

    /** What must survive a restart: grants, tokens, accounts and redirect addresses. Open consent pages and codes are lost. */
    ObjectNode memory() {
        synchronized (lock) {
            return memory.write();
        }
    }

    void restore(JsonNode state, BiFunction<Grant, String, TokenKind> kinds) {
        synchronized (lock) {
            memory.restore(state, kinds);
        }
    }

    private void end(Predicate<Grant> which, boolean byAccount) {
        accessTokens.revoke(which, byAccount);
        refreshTokens.end(which);
        grants.removeIf(which);
        if (byAccount || rules.revokesAll()) {
            // The next consent of such an account counts as its first.
            accounts.stream()
                    .filter(account -> grants.stream().noneMatch(ofAccount(account.login())))
                    .forEach(account -> agreedBefore.remove(account.id()));
        }
    }

    static Predicate<Grant> ofAccount(String login) {
        return grant -> login.isEmpty() || grant.account().login().equals(login);
    }
}
