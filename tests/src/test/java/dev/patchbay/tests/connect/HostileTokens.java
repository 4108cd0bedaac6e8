package dev.patchbay.tests.connect;

import static dev.patchbay.tests.connect.HostileAnswer.json;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a token endpoint may answer to a code. */
final class HostileTokens {
    private static final HostileAnswer JOHN =
            json(200, "{\"active\":true,\"hub_id\":62515,\"hub_domain\":\"acme.example\"}");
    private static final String BOTH = "\"access_token\":\"access-1\",\"refresh_token\":\"refresh-1\"";

    private HostileTokens() {}

    static Stream<HostileRow> rows() {
        return Stream.of(noGrant(), refusals(), unusable(), bots(), grants()).flatMap(rows -> rows);
    }

    private static HostileRow hubSpot(String what, HostileAnswer token) {
        return HostileRow.of("hubspot", what, token, JOHN);
    }

    /** Answers without a possible token: there is nothing to revoke. */
    private static Stream<HostileRow> noGrant() {
        return Stream.of(
                        hubSpot("empty body", json(200, "")),
                        hubSpot("JSON null", json(200, "null")),
                        hubSpot("empty array", json(200, "[]")),
                        hubSpot("JSON text", json(200, "\"access-1\"")),
                        hubSpot("JSON number", json(200, "42")),
                        hubSpot("empty object", json(200, "{}")),
                        hubSpot("HTML with 200", HostileAnswer.html(200)),
                        hubSpot("HTML with 403", HostileAnswer.html(403)),
                        hubSpot("truncated JSON", json(200, "{\"access_token\":\"access-1\",\"refresh_to")),
                        hubSpot("form in place of JSON", json(200, "access_token=access-1&refresh_token=refresh-1")),
                        hubSpot("access token null", json(200, "{\"access_token\":null}")),
                        hubSpot("access token empty", json(200, "{\"access_token\":\"\"}")),
                        hubSpot("access token in an array", json(200, "{\"access_token\":[\"access-1\"]}")),
                        hubSpot("access token in an object", json(200, "{\"access_token\":{\"v\":\"access-1\"}}")),
                        hubSpot("access token a number", json(200, "{\"access_token\":12345}")),
                        hubSpot("access token true", json(200, "{\"access_token\":true}")),
                        hubSpot("tokens one level too deep", json(200, "{\"data\":{" + BOTH + "}}")),
                        hubSpot("tokens in an array", json(200, "[{" + BOTH + "}]")),
                        hubSpot("JSON of 5,000 levels", json(200, "[".repeat(5_000) + "]".repeat(5_000))),
                        hubSpot(
                                "tokens beside 5,000 levels",
                                json(200, "{" + BOTH + ",\"x\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}")),
                        hubSpot(
                                "number of 2,000 digits",
                                json(200, "{" + BOTH + ",\"expires_in\":" + "9".repeat(2_000) + "}")),
                        hubSpot("bare NaN", json(200, "{" + BOTH + ",\"expires_in\":NaN}")),
                        hubSpot("UTF-16", HostileAnswer.encoded(StandardCharsets.UTF_16, "{" + BOTH + "}")),
                        hubSpot("gzip bomb", HostileAnswer.gzipBomb("{" + BOTH + "}")),
                        hubSpot("body over 1 MB", json(200, "{" + BOTH + ",\"x\":\"" + "x".repeat(1_500_000) + "\"}")),
                        hubSpot("body cut off", HostileAnswer.cutOff("{" + BOTH)),
                        hubSpot("connection closed without an answer", HostileAnswer.silence()),
                        hubSpot("204", HostileAnswer.with(204, "", "")),
                        hubSpot("redirect", HostileAnswer.with(302, "Location: https://evil.example/\r\n", "")),
                        hubSpot("error in an array", json(400, "{\"error\":[\"invalid_grant\"]}")),
                        hubSpot("error in an object", json(400, "{\"error\":{\"code\":\"invalid_grant\"}}")),
                        hubSpot(
                                "error of 100,000 characters",
                                json(400, "{\"error\":\"" + "x".repeat(100_000) + "\"}")),
                        hubSpot("error with control characters", json(400, "{\"error\":\"\\u0000\\u001b[2J\\r\\nx\"}")),
                        hubSpot("500", json(500, "{}")),
                        hubSpot("418", json(418, "{}")))
                .map(row -> row.refused(
                        "provider_unavailable", "HubSpot did not answer. Try to connect again in a minute."));
    }

    private static Stream<HostileRow> refusals() {
        return Stream.of(
                hubSpot("invalid_grant", json(400, "{\"error\":\"invalid_grant\",\"status\":\"BAD_AUTH_CODE\"}"))
                        .refused("exchange_failed", "HubSpot did not accept the authorization"),
                hubSpot("invalid_grant with 200", json(200, "{\"error\":\"invalid_grant\"}"))
                        .refused("exchange_failed", "HubSpot did not accept the authorization"),
                hubSpot("error beside tokens", json(200, "{" + BOTH + ",\"error\":\"invalid_grant\"}"))
                        .refused("exchange_failed", "HubSpot did not accept the authorization")
                        .revoking("refresh-1"),
                hubSpot("400 with an error beside tokens", json(400, "{" + BOTH + ",\"error\":\"invalid_grant\"}"))
                        .refused("exchange_failed", "HubSpot did not accept the authorization")
                        .revoking("refresh-1"),
                hubSpot(
                                "refused app beside tokens",
                                json(400, "{" + BOTH + ",\"error\":\"invalid_grant\",\"status\":\"BAD_REDIRECT_URI\"}"))
                        .refused("provider_not_set_up", "OAuth app")
                        .revoking("refresh-1"),
                hubSpot("302 with an error beside tokens", json(302, "{" + BOTH + ",\"error\":\"invalid_grant\"}"))
                        .refused("exchange_failed", "HubSpot did not accept the authorization")
                        .revoking("refresh-1"),
                hubSpot("500 with tokens", json(500, "{" + BOTH + "}"))
                        .refused("provider_unavailable", "HubSpot did not answer. Try to connect again in a minute.")
                        .revoking("refresh-1"),
                hubSpot("429 with tokens", HostileAnswer.with(429, "Retry-After: 120\r\n", "{" + BOTH + "}"))
                        .refused("provider_unavailable", "HubSpot asks to wait. Try to connect again in 2 minutes.")
                        .revoking("refresh-1"),
                hubSpot("refused app", json(400, "{\"error\":\"invalid_grant\",\"status\":\"BAD_REDIRECT_URI\"}"))
                        .refused("provider_not_set_up", "OAuth app"),
                hubSpot("429 with a wait", HostileAnswer.with(429, "Retry-After: 120\r\n", "{}"))
                        .refused("provider_unavailable", "HubSpot asks to wait. Try to connect again in 2 minutes."),
                hubSpot("503 with a wait of a year", HostileAnswer.with(503, "Retry-After: 31536000\r\n", "{}"))
                        .refused("provider_unavailable", "Try to connect again in 24 hours."));
    }

    /** There are tokens in it, but it is no grant. */
    private static Stream<HostileRow> unusable() {
        return Stream.of(
                        hubSpot("302 with tokens", HostileAnswer.with(302, "Location: /\r\n", "{" + BOTH + "}"))
                                .revoking("refresh-1"),
                        hubSpot("307 with tokens", json(307, "{" + BOTH + "}")).revoking("refresh-1"),
                        hubSpot("400 with tokens", json(400, "{" + BOTH + "}")).revoking("refresh-1"),
                        hubSpot("access token with NUL", tokens("access\\u0000-1", "refresh-1"))
                                .revoking("refresh-1"),
                        hubSpot("access token with a header", tokens("access\\r\\nX-Evil: 1", "refresh-1"))
                                .revoking("refresh-1"),
                        hubSpot("access token with a space", tokens("access 1", "refresh-1"))
                                .revoking("refresh-1"),
                        hubSpot("access token with an emoji", tokens("access\\ud83d\\ude00", "refresh-1"))
                                .revoking("refresh-1"),
                        hubSpot("access token of 17 K", tokens("a".repeat(17_000), "refresh-1"))
                                .revoking("refresh-1"),
                        hubSpot(
                                        "access token in ISO 8859-1",
                                        HostileAnswer.encoded(
                                                StandardCharsets.ISO_8859_1,
                                                "{\"access_token\":\"caf\u00e9\",\"refresh_token\":\"refresh-1\"}"))
                                .revoking("refresh-1"),
                        hubSpot(
                                        "access token in an array beside a refresh token",
                                        json(200, "{\"access_token\":[\"access-1\"],\"refresh_token\":\"refresh-1\"}"))
                                .revoking("refresh-1"),
                        hubSpot("refresh token alone", json(200, "{\"refresh_token\":\"refresh-1\"}"))
                                .revoking("refresh-1"),
                        hubSpot("refresh token with a line end", tokens("access-1", "refresh\\n1"))
                                .revoking("refresh\n1"),
                        hubSpot(
                                        "refresh token a number",
                                        json(200, "{\"access_token\":\"access-1\",\"refresh_token\":7}"))
                                .revoking("access-1"),
                        hubSpot(
                                        "refresh token an object",
                                        json(200, "{\"access_token\":\"access-1\",\"refresh_token\":{\"v\":1}}"))
                                .revoking("access-1"))
                .map(row -> row.refused("unusable_answer", "Nothing was connected. Try to connect again.")
                        .saying("HubSpot sent tokens"));
    }

    private static Stream<HostileRow> bots() {
        HostileAnswer whose =
                json(200, "{\"ok\":true,\"team_id\":\"T1\",\"team\":\"Acme\",\"user_id\":\"U1\",\"user\":\"john\"}");
        return Stream.of(
                        HostileRow.of(
                                "slack-user",
                                "only the bot's token",
                                json(
                                        200,
                                        "{\"ok\":true,\"access_token\":\"xoxb-1\",\"token_type\":\"bot\",\"authed_user\":{\"id\":\"U1\"}}"),
                                whose),
                        HostileRow.of(
                                "slack-user",
                                "a token of no kind at the bot's place",
                                json(200, "{\"ok\":true,\"access_token\":\"xoxb-1\"}"),
                                whose))
                .map(row -> row.refused("unusable_answer", "Slack gave access to the app's bot only, and none for you.")
                        .revoking("xoxb-1"));
    }

    /** Odd, but a grant. */
    private static Stream<HostileRow> grants() {
        String many = IntStream.range(0, 10_000).mapToObj(i -> "\"s" + i + "\"").collect(Collectors.joining(","));
        return Stream.concat(
                Stream.of(hubSpot("10,000 scopes without those that are needed", with("\"scopes\":[" + many + "]"))
                        .refused("missing_scopes", "HubSpot was not allowed all that is needed")
                        .revoking("refresh-1")),
                Stream.of(
                                hubSpot("lifetime of 1e18 s", with("\"expires_in\":1e18")),
                                hubSpot("lifetime of 1e400 s", with("\"expires_in\":1e400")),
                                hubSpot("lifetime over 64 bits", with("\"expires_in\":99999999999999999999")),
                                hubSpot("lifetime negative", with("\"expires_in\":-5")),
                                hubSpot("lifetime a text", with("\"expires_in\":\"1800\"")),
                                hubSpot("lifetime the text NaN", with("\"expires_in\":\"NaN\"")),
                                hubSpot("lifetime an array", with("\"expires_in\":[1800]")),
                                hubSpot("lifetime an object", with("\"expires_in\":{}")),
                                hubSpot("lifetime true", with("\"expires_in\":true")),
                                hubSpot("keys twice", with("\"expires_in\":1,\"expires_in\":1800")),
                                hubSpot("scopes an object", with("\"scopes\":{\"a\":1}")),
                                hubSpot("scopes a number", with("\"scopes\":5")),
                                hubSpot("token type an array", with("\"token_type\":[1]")),
                                hubSpot("ID token that is none", with("\"id_token\":\"a.%%%.c\"")),
                                hubSpot(
                                        "ID token of 100,000 characters",
                                        with("\"id_token\":\"" + "x".repeat(100_000) + "\"")),
                                hubSpot("text behind the JSON", json(200, "{" + BOTH + "} and more")))
                        .map(row -> row.storing("acme.example")));
    }

    private static HostileAnswer with(String more) {
        return json(200, "{" + BOTH + "," + more + "}");
    }

    private static HostileAnswer tokens(String access, String refresh) {
        return json(200, "{\"access_token\":\"" + access + "\",\"refresh_token\":\"" + refresh + "\"}");
    }
}
