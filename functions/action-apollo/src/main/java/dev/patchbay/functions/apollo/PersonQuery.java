package dev.patchbay.functions.apollo;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a person: the input of {@code apollo.enrich-person}. The more is given, the likelier a match.
 *
 * @param organizationName narrows a name down, as {@code domain} does; neither names a person by itself
 */
record PersonQuery(
        Optional<String> email,
        Optional<String> name,
        Optional<String> firstName,
        Optional<String> lastName,
        Optional<String> organizationName,
        Optional<String> domain,
        Optional<String> linkedinUrl) {

    /** Whether it says at least an email address, a name or a LinkedIn profile. */
    boolean namesSomebody() {
        Map<String, String> given = toParameters();
        return given.containsKey("email")
                || given.containsKey("linkedin_url")
                || given.containsKey("name")
                || (given.containsKey("first_name") && given.containsKey("last_name"));
    }

    /** What is given and not blank, under Apollo's names for it. */
    Map<String, String> toParameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        add(parameters, "email", email);
        add(parameters, "name", name);
        add(parameters, "first_name", firstName);
        add(parameters, "last_name", lastName);
        add(parameters, "organization_name", organizationName);
        add(parameters, "domain", domain);
        add(parameters, "linkedin_url", linkedinUrl);
        return parameters;
    }

    private static void add(Map<String, String> parameters, String name, Optional<String> value) {
        value.map(String::strip).filter(text -> !text.isEmpty()).ifPresent(text -> parameters.put(name, text));
    }
}
