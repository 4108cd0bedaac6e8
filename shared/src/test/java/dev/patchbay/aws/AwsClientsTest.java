package dev.patchbay.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.crac.Core;
import org.junit.jupiter.api.Test;

class AwsClientsTest {
    private final AwsClients clients = AwsClients.at(URI.create("http://127.0.0.1:1"));
    private final List<String> made = new ArrayList<>();

    @Test
    void clientIsMadeOnceAndNotBeforeItIsUsed() {
        Supplier<String> client = clients.onFirstUse(aws -> make("kms"));

        assertThat(made).isEmpty();
        assertThat(List.of(client.get(), client.get())).containsOnly("kms");
        assertThat(made).hasSize(1);
    }

    @Test
    void snapshotHoldsEveryClientThatIsOffered() {
        clients.onFirstUse(aws -> make("kms"));
        Supplier<String> used = clients.onFirstUse(aws -> make("sqs"));
        assertThat(used.get()).isEqualTo("sqs");

        clients.beforeCheckpoint(Core.getGlobalContext());

        assertThat(made).containsExactlyInAnyOrder("kms", "sqs");
    }

    @Test
    void whatCouldNotBeMadeIsTriedAgain() {
        OnFirstUse<String> late = new OnFirstUse<>(() -> {
            if (made.isEmpty()) {
                throw new IllegalStateException("Not yet: " + make("attempt"));
            }
            return "client";
        });

        assertThatThrownBy(late::get).isInstanceOf(IllegalStateException.class);
        assertThat(late.get()).isEqualTo("client");
    }

    private String make(String name) {
        made.add(name);
        return name;
    }
}
