package dev.patchbay.catalog;

import static dev.patchbay.catalog.ProviderRules.require;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What must hold where a catalogue file says that a key may take the place of OAuth. */
final class AlternativeKeyRules {
    private AlternativeKeyRules() {}

    static void check(String file, Provider provider, AlternativeKey key) {
        ApiKeyRules.check(file, "apiKey.auth", key.auth());
        ProviderRules.https(
                file, "apiKey.identity.url", key.identity().request().url());
        ProviderRules.checkKeyIdentity(file, "apiKey.identity", key.identity());
        Set<String> names = groups(file, key.matches());
        key.apiBase().ifPresent(base -> {
            require(
                    provider.auth() instanceof Auth.OAuth2 oauth
                            && oauth.connections().apiBase().isPresent(),
                    file,
                    "apiKey.apiBase",
                    "needs auth.apiBase, whose hosts it must be one of");
            for (String name : Placeholders.names(base)) {
                require(
                        names.contains(name),
                        file,
                        "apiKey.apiBase",
                        "{" + name + "} is not known there; name a group of apiKey.matches so: (?<" + name + ">…)");
            }
        });
    }

    private static Set<String> groups(String file, String matches) {
        try {
            return Pattern.compile(matches).namedGroups().keySet();
        } catch (PatternSyntaxException e) {
            throw new CatalogException(file, "apiKey.matches", "is not a regular expression: " + e.getDescription(), e);
        }
    }
}
