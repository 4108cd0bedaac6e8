package dev.patchbay.tests.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.local.client.Answer;
import dev.patchbay.local.client.PatchbayClient;
import dev.patchbay.tests.fixture.StackUnderTest;
import dev.patchbay.tests.fixture.Tenant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A FreshBooks connection is for one business. John has two of them, Jane has one. */
@ExtendWith(StackUnderTest.class)
class ChooseTest {
    private final Tenant tenant;
    private final PatchbayClient owner;

    ChooseTest(Tenant tenant) {
        this.tenant = tenant;
        this.owner = tenant.owner();
    }

    @Test
    void severalBusinessesAreOpenUntilOneIsPicked() {
        String path = "/api/connections/" + tenant.connect(owner, "freshbooks", "john@acme.example");

        Answer open = owner.get(path);
        assertThat(open.text("/status")).isEqualTo("connected");
        assertThat(open.text("/nextStep")).isEqualTo("Choose the business that it is for");
        assertThat(open.json().path("choices"))
                .extracting(choice -> choice.path("chosen").asBoolean())
                .containsExactly(false, false);

        Answer picked = choose(path, "ACC456");

        assertThat(picked.status()).isEqualTo(200);
        assertThat(picked.json().has("nextStep")).isFalse();
        assertThat(owner.get(path).json().path("choices"))
                .filteredOn(choice -> choice.path("chosen").asBoolean())
                .extracting(choice -> choice.path("label").asText())
                .containsExactly("Acme Catering");
    }

    @Test
    void onlyBusinessIsChosenByItself() {
        String path = "/api/connections/" + tenant.connect(owner, "freshbooks", "jane@globex.example");

        JsonNode connection = owner.get(path).json();

        assertThat(connection.has("nextStep")).isFalse();
        assertThat(connection.at("/choices/0/label").asText()).isEqualTo("Globex Design");
        assertThat(connection.at("/choices/0/chosen").asBoolean()).isTrue();
    }

    @Test
    void pickedBusinessStaysPickedOverAReconnect() {
        String path = "/api/connections/" + tenant.connect(owner, "freshbooks", "john@acme.example");
        choose(path, "ACM123");

        tenant.connect(owner, "freshbooks", "john@acme.example");

        assertThat(owner.get(path).json().has("nextStep")).isFalse();
    }

    @Test
    void unknownBusinessCannotBeChosen() {
        String freshBooks = "/api/connections/" + tenant.connect(owner, "freshbooks", "john@acme.example");
        String gmail = "/api/connections/" + tenant.connect(owner, "gmail", "john@gmail.com");

        assertThat(choose(freshBooks, "GLX789").text("/detail")).isEqualTo("\"choice\" must be one of ACM123, ACC456");
        assertThat(choose(gmail, "GLX789").text("/detail")).isEqualTo("There is nothing to choose for this connection");
    }

    @Test
    void noActionRunsUntilABusinessIsChosen() {
        String id = tenant.connect(owner, "freshbooks", "john@acme.example");

        Answer open = act(id);
        choose("/api/connections/" + id, "ACM123");
        Answer picked = act(id);

        assertThat(open.status()).isEqualTo(409);
        assertThat(open.text("/code")).isEqualTo("connection_incomplete");
        assertThat(open.text("/detail"))
                .isEqualTo("FreshBooks: the business that this connection is for is not chosen yet."
                        + " Choose one by PATCH /api/connections/" + id + " and send it again");
        assertThat(picked.text("/detail")).isEqualTo("FreshBooks has no actions yet");
    }

    private Answer act(String connection) {
        return owner.post(
                "/api/actions",
                Map.of("connectionId", connection, "action", "freshbooks.create-invoice", "input", Map.of()));
    }

    private Answer choose(String path, String choice) {
        return owner.send("PATCH", path, "{\"choice\":\"" + choice + "\"}");
    }
}
