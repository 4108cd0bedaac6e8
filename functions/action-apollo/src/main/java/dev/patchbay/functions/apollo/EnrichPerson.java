package dev.patchbay.functions.apollo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.action.ActionResult;
import dev.patchbay.action.ProviderAction;
import dev.patchbay.call.ProviderError;
import dev.patchbay.call.ProviderException;
import dev.patchbay.call.ProviderHttp;
import dev.patchbay.call.ProviderRequest;
import dev.patchbay.catalog.Provider;
import java.net.URI;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code apollo.enrich-person}: looks a person up in Apollo's people database.
 *
 * <p>The result holds {@code matched} ({@code true} or {@code false}) and, of a match, what Apollo knows. No match is a
 * success. Source: docs.apollo.io, People Enrichment.
 */
final class EnrichPerson implements ProviderAction<PersonQuery> {
    static final String NAME = "apollo.enrich-person";
    static final String PATH = "/api/v1/people/match";

    private static final Logger LOG = LoggerFactory.getLogger(EnrichPerson.class);

    private final ProviderHttp http;

    EnrichPerson(ProviderHttp http) {
        this.http = http;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<PersonQuery> inputType() {
        return PersonQuery.class;
    }

    /**
     * A lookup changes nothing at Apollo, though it is a POST. Asking again after a lost answer may cost one more credit; giving up
     * would lose the credit already spent together with the answer.
     */
    @Override
    public boolean safeToRepeat() {
        return true;
    }

    @Override
    public void check(PersonQuery input) throws ProviderException {
        if (!input.namesSomebody()) {
            throw new ProviderException(new ProviderError.InvalidInput(
                    "The input does not identify a person",
                    Optional.of("Give an email, a linkedinUrl, a name, or firstName and lastName")));
        }
    }

    @Override
    public ActionResult call(PersonQuery input, Access access) throws ProviderException {
        Provider provider = access.provider();
        ProviderRequest request = ProviderRequest.of(
                        "POST", URI.create(provider.api().baseUrl() + PATH))
                .withJson(input.toParameters());
        JsonNode answer = http.call(provider, access.authorized(request)).json();
        JsonNode person = answer.path("person");
        if (person.isMissingNode()) {
            // Neither a person nor the null that says there is none.
            throw new ProviderException(
                    new ProviderError.Transient("Apollo gave an answer that cannot be understood", false));
        }
        if (!person.isObject()) {
            LOG.info("Apollo found no match");
            return new ActionResult(JsonNodeFactory.instance.objectNode().put("matched", false));
        }
        return new ActionResult(known(person));
    }

    /** What Apollo says of the person, without what it leaves empty. */
    private static ObjectNode known(JsonNode person) {
        JsonNode organization = person.path("organization");
        ObjectNode values = JsonNodeFactory.instance.objectNode().put("matched", true);
        put(values, "apolloId", person.path("id"));
        put(values, "name", person.path("name"));
        put(values, "firstName", person.path("first_name"));
        put(values, "lastName", person.path("last_name"));
        put(values, "title", person.path("title"));
        put(values, "email", person.path("email"));
        put(values, "emailStatus", person.path("email_status"));
        put(values, "linkedinUrl", person.path("linkedin_url"));
        put(values, "organization", organization.path("name"));
        put(values, "organizationDomain", organization.path("primary_domain"));
        put(values, "industry", organization.path("industry"));
        put(values, "employees", organization.path("estimated_num_employees"));
        return values;
    }

    private static void put(ObjectNode values, String name, JsonNode value) {
        if (value.isValueNode() && !value.isNull() && !value.asText().isBlank()) {
            values.set(name, value);
        }
    }
}
