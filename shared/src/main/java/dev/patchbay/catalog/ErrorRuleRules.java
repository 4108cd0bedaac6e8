package dev.patchbay.catalog;

import static dev.patchbay.catalog.ProviderRules.require;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What must hold where a catalogue file says what a failure means. */
final class ErrorRuleRules {
    private static final Set<ErrorRule.Meaning> WITH_A_WAIT =
            Set.of(ErrorRule.Meaning.RATE_LIMITED, ErrorRule.Meaning.QUOTA_EXHAUSTED);

    private ErrorRuleRules() {}

    static void check(String file, ErrorRule rule) {
        require(!rule.answer().status().isEmpty(), file, "errors.status", "must name at least one HTTP status");
        for (int status : rule.answer().status()) {
            require(status >= 200 && status <= 599, file, "errors.status", status + " is no HTTP status");
        }
        rule.answer().texts().orElse(Map.of()).values().forEach(text -> pattern(file, "errors.texts", text));
        rule.delay().waits().ifPresent(wait -> {
            Set<String> groups = pattern(file, "errors.waits.matches", wait.matches())
                    .namedGroups()
                    .keySet();
            require(
                    groups.equals(Set.of("until")) || groups.equals(Set.of("seconds")),
                    file,
                    "errors.waits.matches",
                    "must have one named group, (?<until>…) for a time or (?<seconds>…) for a number");
            require(
                    WITH_A_WAIT.contains(rule.is()),
                    file,
                    "errors.waits",
                    "is for rules that are rate-limited or quota-exhausted");
        });
        rule.notAccepted().ifPresent(page -> {
            ProviderRules.https(file, "errors.notAccepted", page);
            require(
                    rule.is() == ErrorRule.Meaning.TRANSIENT,
                    file,
                    "errors.notAccepted",
                    "is for rules that are transient");
        });
    }

    static Pattern pattern(String file, String field, String regex) {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new CatalogException(file, field, "is not a regular expression: " + e.getDescription(), e);
        }
    }
}
