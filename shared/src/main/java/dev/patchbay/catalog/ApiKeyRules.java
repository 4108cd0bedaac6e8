package dev.patchbay.catalog;

import java.util.Map;

/** Checks how a catalogue file says that a key is sent. */
final class ApiKeyRules {
    private static final String HEADER = "[A-Za-z0-9-]+";

    private ApiKeyRules() {}

    /** @param field where in the file it stands, such as {@code auth} */
    static void check(String file, String field, Auth.ApiKey key) {
        String name = field + ".name";
        switch (key.in()) {
            case HEADER -> require(key.name().matches(HEADER), file, name, "must name a header such as x-api-key");
            case QUERY ->
                require(
                        key.name().matches("[A-Za-z0-9_.-]+"),
                        file,
                        name,
                        "must name a query parameter such as access_token");
            case BASIC ->
                require(key.name().matches("[A-Za-z0-9_.-]+"), file, name, "must be a user name such as anystring");
        }
        require(
                key.in() == Auth.ApiKey.In.HEADER || key.prefix().isEmpty(),
                file,
                field + ".prefix",
                "must be \"\": only a header can have one");
        for (Map.Entry<String, String> header : key.headers().entrySet()) {
            require(
                    header.getKey().matches(HEADER) && !header.getValue().isBlank(),
                    file,
                    field + ".headers",
                    "must be texts by header, such as api-version: \"2026-01-01\"");
            require(
                    !header.getKey().equalsIgnoreCase(key.name()),
                    file,
                    field + ".headers",
                    header.getKey() + " carries the key already");
        }
    }

    private static void require(boolean holds, String file, String field, String allowed) {
        if (!holds) {
            throw new CatalogException(file, field, allowed);
        }
    }
}
