package dev.patchbay.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import dev.patchbay.app.OAuthApps;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors in a catalogue file name the file, the field and the allowed values. */
class ProviderYamlTest {

    @Test
    void rightFileIsRead() {
        Provider sample = SampleYaml.provider();

        assertThat(sample.name()).isEqualTo(new ProviderId("sample"));
        assertThat(sample.oauth().consent().requestedScopes())
                .containsExactlyInAnyOrder("messages.write", "profile.read");
        assertThat(sample.oauth().consent().requiredScopes()).containsExactly("messages.write");
        assertThat(sample.oauth().tokens().accessTokenLifetime()).contains(Duration.ofHours(2));
    }

    @Test
    void optionalFieldMayBeAbsent() {
        Provider sample = SampleYaml.with("  accessTokenLifetime: PT2H\n", "");

        assertThat(sample.oauth().tokens().accessTokenLifetime()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    title: Sample                 |                         | title: is missing
                    title: Sample                 | title:                  | title: is missing
                    title: Sample                 | title: ' '              | title: must say the product's name
                    app: sample-app               |                         | auth.app: is missing
                    message: See your name.          |                         | auth.scopes[1].message: is missing
                    required: false               |                         | auth.scopes[1].required: is missing
                    `limit: 60, `                 |                         | quotas[0].limit: is missing
                    refreshTokens: stable         |                         | auth.refreshTokens: is missing
                    reach: grant                  |                         | auth.revocation.reach: is missing
                    notes: []                     |                         | notes: is missing
                    """)
    void missingFieldIsNamed(String text, String replacement, String message) {
        assertFault(text, replacement == null ? "" : replacement, message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    texts: { /error: '(' }                                      | errors.texts: is not a regular expression: Unclosed group
                    waits: { at: /error, matches: 'in (' }                      | errors.waits.matches: is not a regular expression: Unclosed group
                    waits: { at: /error, matches: 'in 5' }                      | errors.waits.matches: must have one named group, (?<until>…) for a time or (?<seconds>…) for a number
                    waits: { at: /error, matches: '(?<until>.)(?<seconds>.)' }  | errors.waits.matches: must have one named group, (?<until>…) for a time or (?<seconds>…) for a number
                    """)
    void rejectsAWaitThatNoBodyCanHold(String field, String message) {
        assertFault("is: rate-limited", "is: rate-limited\n    " + field, message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    { standard: common, form: common }   | auth.authority.standard: must be one segment of the path of authorizationUrl and of tokenUrl
                    { standard: token, form: token }     | auth.authority.standard: must be one segment of the path of authorizationUrl and of tokenUrl
                    { standard: oauth, form: other }     | auth.authority.form: must be a regular expression that the standard authority matches
                    { standard: oauth/, form: oauth/ }   | auth.authority.form: must be a regular expression that the standard authority matches
                    { standard: oauth, form: '(' }       | auth.authority.form: is not a regular expression: Unclosed group
                    { standard: oauth }                  | auth.authority.form: is missing
                    """)
    void authorityThatNoAddressHasIsRefused(String authority, String message) {
        assertFault("app: sample-app", "app: sample-app\n  authority: " + authority, message);
    }

    @Test
    void appsAuthorityReplacesTheStandardOne() {
        Auth.OAuth2 oauth = SampleYaml.with(
                        "app: sample-app", "app: sample-app\n  authority: { standard: oauth, form: 'oauth|[a-z]+' }")
                .oauth();
        OAuthApps.OAuthApp app = new OAuthApps.OAuthApp(new ClientID("id"), new Secret("secret"), Optional.of("Acme"));

        assertThat(oauth.authorizationUrlOf(app)).hasToString("https://sample.example/acme/authorize?tenant=all");
        assertThat(oauth.tokenUrlOf(app)).hasToString("https://sample.example/acme/token");
    }

    @Test
    void waitOfAFailureThatNoWaitEndsIsRefused() {
        assertFault(
                "is: rate-limited",
                "is: not-found\n    waits: { at: /error, matches: '(?<seconds>.)' }",
                "errors.waits: is for rules that are rate-limited or quota-exhausted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'one,two'", "'one two'", "'caf\u00e9'"})
    void scopeThatAnAnswerCouldNotNameIsRefused(String scope) {
        assertFault(
                "scope: profile.read",
                "scope: " + scope,
                "auth.scopes: \"" + scope.replace("'", "")
                        + "\" must be a scope-token of RFC 6749 without a comma, which separates scopes in answers");
    }

    @Test
    void acceptedFailuresAreForKeysWithoutAnAccount() {
        assertFault(
                "label: /answer/email",
                "label: /answer/email\n  accepts: [{ status: [403], texts: { /error: Missing } }]",
                "identity.accepts: is only for keys whose account the provider does not return");
    }

    @Test
    void unknownFieldIsNamedWithThoseThatAreKnown() {
        assertFault(
                "app: sample-app",
                "app: sample-app\n  tokenURL: https://sample.example",
                "auth.tokenURL: is no field; known here are accessTokenLifetime, apiBase, app, authority,"
                        + " authorizationParameters, authorizationUrl, calls, choice, clientAuthentication, denials,"
                        + " endings, parameters, pkce, refreshParameters, refreshTokens, revocation, scopeParameter,"
                        + " scopeSeparator, scopes, strategy, tokenAnswer, tokenUrl");
    }

    @Test
    void sourcesAreSkippedInEveryGroup() {
        Provider sample = SampleYaml.with("reach: grant\n", """
                reach: grant
                    source: { url: https://docs.sample.example, rest: [1, { a: b }] }
                  source: here
                """);

        assertThat(sample).isEqualTo(SampleYaml.provider());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    kind: oauth2                  | kind: oauth1            | auth.kind: must be oauth2 or api-key
                    pkce: S256                    | pkce: plain             | auth.pkce: "plain" is not allowed; use one of S256, none
                    clientAuthentication: body    | clientAuthentication: x | auth.clientAuthentication: "x" is not allowed; use one of body, basic
                    scopeSeparator: space         | scopeSeparator: ';'     | auth.scopeSeparator: ";" is not allowed; use one of space, comma
                    refreshTokens: stable         | refreshTokens: often    | auth.refreshTokens: "often" is not allowed; use one of none, stable, moving, single-use
                    sends: form                   | sends: query            | auth.revocation.sends: "query" is not allowed; use one of credential, form, json
                    reach: grant                  | reach: world            | auth.revocation.reach: "world" is not allowed; use one of grant, account
                    method: GET                   | method: PUT             | identity.method: "PUT" is not allowed; use one of GET, POST, DELETE
                    is: rate-limited              | is: slow                | errors[0].is: "slow" is not allowed; use one of transient, rate-limited, unauthorized, quota-exhausted, invalid-input, not-found, misconfigured
                    per: connection               | per: planet             | quotas[0].per: "planet" is not allowed; use one of channel, connection, workspace, app
                    """)
    void errorListsTheAllowedChoices(String text, String replacement, String message) {
        assertFault(text, replacement, message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    2026-11-20                    | yesterday               | lastVerified: "yesterday" is not a date such as 2026-11-20
                    PT2H                          | two hours               | auth.accessTokenLifetime: "two hours" is not a duration such as PT1H or P60D
                    PT1M                          | a minute                | quotas[0].window: "a minute" is not a duration such as PT1H or P60D
                    limit: 60                     | limit: many             | quotas[0].limit: "many" is not a whole number
                    limit: 60                     | limit: 6.5              | quotas[0].limit: "6.5" is not a whole number
                    [403]                         | [teapot]                | errors[0].status[0]: "teapot" is not a whole number
                    required: false               | required: perhaps       | auth.scopes[1].required: "perhaps" is not true or false
                    id: /answer/id                | id: id                  | identity.id[0]: "id" is not a JSON pointer such as /error/code
                    { /error: [slow] }            | { error: [slow] }       | errors[0].body: "error" is not a JSON pointer such as /error/code
                    https://api.sample.example/me | not a url               | identity.url: "not a url" is not a URL
                    """)
    void errorOfAWrongFormHasAnExample(String text, String replacement, String message) {
        assertFault(text, replacement, message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    title: Sample                 | title: [a]              | title: must be a text
                    [403]                         | 403                     | errors[0].status: must be a list
                    { /error: [slow] }            | { /error: slow }        | errors[0].body./error: must be a list
                    notes: []                     | notes: none             | notes: must be a list
                    { /error: [slow] }            | slow                    | errors[0].body: must be a group of fields
                    prompt: consent               | prompt: [consent]       | auth.authorizationParameters.prompt: must be a text
                    """)
    void errorNamesTheExpectedShape(String text, String replacement, String message) {
        assertFault(text, replacement, message);
    }

    @ParameterizedTest
    @CsvSource({
        "baseUrl, https://api.sample.example\n",
        "identity.url, https://api.sample.example/me",
        "auth.authorizationUrl, https://sample.example/oauth/authorize?tenant=all",
        "auth.tokenUrl, https://sample.example/oauth/token",
        "auth.revocation.url, https://sample.example/oauth/revoke"
    })
    void everyUrlIsHttps(String field, String url) {
        assertFault(url, url.replace("https:", "http:"), field + ": must be an absolute https URL");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    name: sample         | name: other            | name: must be the file's name, without .yaml
                    name: sample         | name: Sam Ple          | name: A provider is named by lower-case words joined by hyphens, such as gmail
                    sample.post-message  | post                   | actions: "post" must be a name such as gmail.send-email
                    message: See your name. | message: profile          | auth.scopes: profile.read must say a sentence
                    [403]                | []                     | errors.status: must name at least one HTTP status
                    [403]                | [42]                   | errors.status: 42 is no HTTP status
                    message: Slower please  | notAccepted: https://sample.example/docs | errors.notAccepted: is for rules that are transient
                    limit: 60            | limit: 0               | quotas.limit: must be more than 0
                    PT1M                 | PT0S                   | quotas.window: must be longer than nothing
                    PT2H                 | PT0S                   | auth.accessTokenLifetime: must be longer than nothing; leave it out where tokens live until they are revoked
                    prompt: consent      | state: mine            | auth.authorizationParameters: state is set by Patchbay itself
                    reach: grant         | impossible: No way     | auth.revocation.reach: is missing
                    """)
    void checksWhatTypesCannotExpress(String text, String replacement, String message) {
        assertFault(text, replacement, message);
    }

    @Test
    void oauthProviderNeedsAnAccountId() {
        assertFault(
                "  id: /answer/id\n",
                "",
                "identity.id: must point to the account's id, or a reconnect could not detect another account");
    }

    @Test
    void oauthProviderNeedsAnAccountLabel() {
        assertFault(
                "  label: /answer/email\n",
                "",
                "identity.label: must point to what a person recognises; only a key is shown by its last characters");
    }

    @Test
    void revocationHasEitherUrlOrReason() {
        String message = "auth.revocation: must have either a url or, in impossible, the reason why there is none";

        assertFault("    url: https://sample.example/oauth/revoke\n", "", message);
        assertFault("reach: grant", "reach: grant\n    impossible: No way", message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    id: /answer/id    | id: /id              | identity.id: must begin with /answer/, /token/, /redirect/ or /request/, and not be the redirect's code or state
                    label: /answer/email | label: [/redirect/code] | identity.label: must begin with /answer/, /token/, /redirect/ or /request/, and not be the redirect's code or state
                    .example/me       | .example/{dc}/me     | identity.url: {dc} is not known there; use clientId
                    oauth/revoke      | {dc}/revoke          | auth.revocation.url: {dc} is not known there; use accountId, clientId
                    {refreshToken}    | {token}              | auth.revocation.fields: {token} is not known there; use accessToken, accountId, clientId, refreshToken
                    {refreshToken}    | {refresh_token}      | auth.revocation.fields: {refresh_token} is not known there; use accessToken, accountId, clientId, refreshToken
                    app: sample-app   | `app: sample-app\n  parameters: { accountId: { from: /token/id, matches: '[0-9]+' } }` | auth.parameters.accountId: must be named by letters, and not accessToken, refreshToken, clientId or accountId
                    app: sample-app   | `app: sample-app\n  parameters: { dc: { from: /token/dc, matches: '.*' } }`            | auth.parameters.dc.matches: must not match an empty text, . or ..: it may become a part of a URL's path
                    app: sample-app   | `app: sample-app\n  parameters: { dc: { from: /token/dc, matches: '[a' } }`            | auth.parameters.dc.matches: is not a regular expression: Unclosed character class
                    app: sample-app   | `app: sample-app\n  apiBase: { from: /token/url, hosts: '.+' }`                        | auth.apiBase.hosts: must match the provider's own hosts only, not "169.254.169.254"
                    app: sample-app   | `app: sample-app\n  apiBase: { from: /token/url, hosts: '[a-z]+\\.[a-z]+' }`           | auth.apiBase.hosts: must match the provider's own hosts only, not "anybody.example"
                    app: sample-app   | `app: sample-app\n  apiBase: { from: /token/url, hosts: '.*sample\\.com' }` | auth.apiBase.hosts: must match the provider's own hosts only, not "evilsample.com"
                    app: sample-app   | `app: sample-app\n  apiBase: { from: /token/url, hosts: '[a-z]+\\.com' }` | `auth.apiBase.hosts: must end in the provider's domain, spelt out as in \\.acme\\.example, and hold no |`
                    app: sample-app   | `app: sample-app\n  refreshParameters: { tenant: '{tenant}' }`                         | auth.refreshParameters: {tenant} is not known there; use what is in auth.parameters
                    app: sample-app   | `app: sample-app\n  tokenAnswer: { errors: { at: [/error], confirmFor: PT0S } }`           | auth.tokenAnswer.errors.confirmFor: must be longer than nothing; leave it out where a second refusal is to be believed
                    app: sample-app   | `app: sample-app\n  strategy: own-way`                                                 | auth.revocation.fields: must not hold {refreshToken} beside auth.strategy: what a strategy keeps there may be more than a token
                    app: sample-app   | `app: sample-app\n  calls: { bearer: access-token, headers: { Account: '{who}' } }`     | auth.calls.headers: {who} is not known there; use what is in auth.parameters
                    app: sample-app   | `app: sample-app\n  calls: { bearer: access-token, headers: { authorization: a } }`     | auth.calls.headers: must not hold Authorization: what is sent there is auth.calls.bearer
                    app: sample-app   | `app: sample-app\n  parameters: { who: { from: /answer/id, matches: '[0-9]+' } }\n  calls: { bearer: access-token, headers: { Account: '{who}' } }` | auth.calls.headers: {who} is not known there; use clientId
                    """)
    void whatGoesIntoUrlsIsHeldToTheProvider(String text, String replacement, String message) {
        assertFault(text, replacement.replace("\\n", "\n"), message);
    }

    @Test
    void identityCallUsesOnlyEarlierParameters() {
        String parameters = "app: sample-app\n"
                + "  parameters: { late: { from: /answer/x, matches: a }, early: { from: /redirect/x, matches: a }"
                + " }";

        assertThatThrownBy(() -> SampleYaml.read(
                        SampleYaml.spoilt("app: sample-app", parameters).replace(".example/me", ".example/{late}/me")))
                .hasMessage("sample.yaml: identity.url: {late} is not known there; use clientId, early");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    in: header, name: X Key, prefix: '', headers: {}        | auth.name: must name a header such as x-api-key
                    in: query, name: a&b, prefix: '', headers: {}           | auth.name: must name a query parameter such as access_token
                    in: basic, name: 'a:b', prefix: '', headers: {}         | auth.name: must be a user name such as anystring
                    in: query, name: key, prefix: 'Bearer ', headers: {}    | auth.prefix: must be "": only a header can have one
                    in: header, name: x-key, prefix: '', headers: {a b: c}  | auth.headers: must be texts by header, such as api-version: "2026-01-01"
                    in: header, name: x-key, prefix: '', headers: {X-Key: c} | auth.headers: X-Key carries the key already
                    in: body, name: key, prefix: '', headers: {}            | auth.in: "body" is not allowed; use one of header, query, basic
                    """)
    void keyGoesWhereARequestCanCarryIt(String key, String message) {
        String auth = SampleYaml.SAMPLE.substring(
                SampleYaml.SAMPLE.indexOf("auth:\n"), SampleYaml.SAMPLE.indexOf("identity:\n"));

        assertFault(auth, "auth: { kind: api-key, " + key + " }\n", message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    since: consent, after: P5Y, message: It ends       | auth.endings.message: must be a sentence
                    since: consent, after: P0D, message: It ends.      | auth.endings.after: must be longer than nothing
                    since: consent, after: PT1H, message: It ends.     | auth.endings[0].after: "PT1H" is not a number of days, months or years such as P60D or P5Y
                    since: birth, after: P5Y, message: It ends.        | auth.endings[0].since: "birth" is not allowed; use one of consent, refresh
                    since: consent, message: It ends.                  | auth.endings[0].after: is missing
                    """)
    void endingNeedsDaysAndASentence(String ending, String message) {
        assertFault("app: sample-app", "app: sample-app\n  endings: [{ " + ending + " }]", message);
    }

    @Test
    void duplicateFieldIsRefused() {
        assertFault(
                "category: chat", "category: chat\ncategory: mail", "line 4: is not YAML: Duplicate field 'category'");
    }

    @Test
    void errorOfBrokenYamlNamesTheLine() {
        assertThatThrownBy(() -> SampleYaml.with("notes: []", "notes: []]"))
                .isInstanceOf(CatalogException.class)
                .message()
                .startsWith("sample.yaml: line 43: is not YAML: ");
    }

    @Test
    void emptyFileIsRefused() {
        assertThatThrownBy(() -> SampleYaml.read(""))
                .isInstanceOf(CatalogException.class)
                .hasMessage("sample.yaml: the file: must be a group of fields");
    }

    private static void assertFault(String text, String replacement, String message) {
        assertThatThrownBy(() -> SampleYaml.with(text, replacement))
                .isInstanceOf(CatalogException.class)
                .hasMessage("sample.yaml: " + message);
    }
}
