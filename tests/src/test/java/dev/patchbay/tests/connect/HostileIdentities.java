package dev.patchbay.tests.connect;

import static dev.patchbay.tests.connect.HostileAnswer.json;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Possible answers of a provider's identity call. */
final class HostileIdentities {
    private static final HostileAnswer TOKENS =
            json(200, "{\"access_token\":\"access-1\",\"refresh_token\":\"refresh-1\",\"expires_in\":1800}");

    private HostileIdentities() {}

    static Stream<HostileRow> rows() {
        return Stream.of(unnamed(), named(), hosts(), businesses()).flatMap(rows -> rows);
    }

    private static HostileRow hubSpot(String what, HostileAnswer identity) {
        return HostileRow.of("hubspot", what, TOKENS, identity);
    }

    private static Stream<HostileRow> unnamed() {
        return Stream.of(
                        hubSpot("identity 500", json(500, "{}")),
                        hubSpot("identity 404", json(404, "{}")),
                        hubSpot("identity 401", json(401, "{}")),
                        hubSpot("identity 429", HostileAnswer.with(429, "Retry-After: 60\r\n", "{}")),
                        hubSpot("identity redirect with a body", json(302, john("62515", "\"acme.example\""))),
                        hubSpot("identity HTML", HostileAnswer.html(200)),
                        hubSpot("identity empty", json(200, "")),
                        hubSpot("identity truncated", json(200, "{\"active\":true,\"hub_id\":6")),
                        hubSpot("identity cut off", HostileAnswer.cutOff(john("62515", "\"acme.example\""))),
                        hubSpot("identity without an answer", HostileAnswer.silence()),
                        hubSpot("identity an array", json(200, "[" + john("62515", "\"acme.example\"") + "]")),
                        hubSpot("identity of 5,000 levels", json(200, "[".repeat(5_000) + "]".repeat(5_000))),
                        hubSpot("identity gzip bomb", HostileAnswer.gzipBomb(john("62515", "\"acme.example\""))),
                        hubSpot("not active", json(200, "{\"active\":\"yes\",\"hub_id\":1,\"hub_domain\":\"a\"}")),
                        hubSpot("no id", json(200, "{\"active\":true,\"hub_domain\":\"acme.example\"}")),
                        hubSpot("id an array", json(200, john("[62515]", "\"acme.example\""))),
                        hubSpot("id an object", json(200, john("{}", "\"acme.example\""))),
                        hubSpot("id infinite", json(200, john("1e400", "\"acme.example\""))),
                        hubSpot("id blank", json(200, john("\" \"", "\"acme.example\""))),
                        hubSpot("id of 1 MB", json(200, john("\"" + "1".repeat(1_000_000) + "\"", "\"acme.example\""))),
                        hubSpot("id with a control character", json(200, john("\"6\\u00002515\"", "\"acme.example\""))),
                        hubSpot("label an object", json(200, john("62515", "{\"v\":\"acme.example\"}"))),
                        hubSpot("label of control characters", json(200, john("62515", "\"\\u0000\\u0007\""))))
                .map(row -> row.refused("identity_failed", "HubSpot").revoking("refresh-1"));
    }

    private static Stream<HostileRow> named() {
        return Stream.of(
                hubSpot("label of 1 MB", json(200, john("62515", "\"" + "x".repeat(1_000_000) + "\"")))
                        .storing("x".repeat(199) + "…"),
                hubSpot(
                                "label with line ends and direction marks",
                                json(200, john("62515", "\"acme\\r\\n\\u202eexample\\u0000\"")))
                        .storing("acme example"),
                hubSpot("id over 64 bits", json(200, john("123456789012345678901234567890", "\"acme.example\"")))
                        .storing("acme.example"),
                hubSpot(
                                "keys of the identity twice",
                                json(
                                        200,
                                        "{\"active\":false,\"active\":true,\"hub_id\":1,\"hub_domain\":\"acme.example\"}"))
                        .storing("acme.example"));
    }

    /** Where Salesforce says that an organisation's API is. */
    private static Stream<HostileRow> hosts() {
        return Stream.of(
                        "https://evil.example",
                        "https://acme.my.salesforce.com.evil.example",
                        "http://acme.my.salesforce.com",
                        "https://user@acme.my.salesforce.com",
                        "https://acme.my.salesforce.com:8443",
                        "https://169.254.169.254",
                        "https://" + "a.".repeat(300) + "salesforce.com",
                        "javascript:alert(1)")
                .map(host -> HostileRow.of(
                                "salesforce",
                                "API at " + host.substring(0, Math.min(host.length(), 60)),
                                json(
                                        200,
                                        "{\"access_token\":\"access-1\",\"refresh_token\":\"refresh-1\",\"instance_url\":\""
                                                + host + "\",\"id\":\"https://login.salesforce.com/id/00D1/0051\"}"),
                                json(200, "{\"preferred_username\":\"john@acme.example\"}"))
                        .refused("identity_failed", "Salesforce did not say an address of its own")
                        .revoking("refresh-1"));
    }

    private static Stream<HostileRow> businesses() {
        String many = IntStream.range(0, 5_000)
                .mapToObj(i -> business("\"acc" + i + "\"", "\"Business " + i + "\""))
                .collect(Collectors.joining(","));
        return Stream.of(
                freshBooks("5,000 businesses", "[" + many + "]").storing("john@acme.example"),
                freshBooks(
                                "business names of 10,000 characters",
                                "[" + business("\"acc1\"", "\"" + "x".repeat(10_000) + "\"") + "]")
                        .storing("john@acme.example"),
                freshBooks("businesses a text", "\"acme\"")
                        .refused("identity_failed", "FreshBooks did not say any business")
                        .revoking("refresh-1"),
                freshBooks("business ids with control characters", "[" + business("\"a\\u0000\"", "\"Acme\"") + "]")
                        .refused("identity_failed", "FreshBooks did not say any business")
                        .revoking("refresh-1"));
    }

    private static HostileRow freshBooks(String what, String businesses) {
        return HostileRow.of(
                "freshbooks",
                what,
                TOKENS,
                json(
                        200,
                        "{\"response\":{\"id\":\"1\",\"email\":\"john@acme.example\",\"business_memberships\":"
                                + businesses + "}}"));
    }

    private static String business(String account, String name) {
        return "{\"business\":{\"id\":7,\"account_id\":" + account + ",\"name\":" + name + "}}";
    }

    private static String john(String id, String domain) {
        return "{\"active\":true,\"hub_id\":" + id + ",\"hub_domain\":" + domain + "}";
    }
}
