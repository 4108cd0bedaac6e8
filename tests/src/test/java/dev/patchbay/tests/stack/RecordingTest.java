package dev.patchbay.tests.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.catalog.Auth;
import dev.patchbay.catalog.Provider;
import dev.patchbay.catalog.ProviderCatalog;
import dev.patchbay.local.LocalCloud;
import dev.patchbay.local.simulator.exchange.Json;
import dev.patchbay.local.simulator.recording.Recorder;
import dev.patchbay.local.simulator.recording.VendorHosts;
import dev.patchbay.tests.fixture.SecretSearch;
import dev.patchbay.tests.fixture.StackUnderTest;
import dev.patchbay.tests.fixture.Tenant;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code demo --record} writes: every request that the product makes to a provider, without one secret. */
@ExtendWith(StackUnderTest.class)
class RecordingTest {

    static Stream<Provider> providers() {
        return new ProviderCatalog(RecordingTest.class.getClassLoader(), Map.of()).all().stream();
    }

    @Test
    void noSecretThatASimulatorIssuedIsInTheRecording(LocalCloud cloud, Tenant tenant) throws IOException {
        Recorder recorder = Recorder.of(cloud.simulators());

        providers().flatMap(ProviderRow::of).forEach(row -> {
            row.hold(ProviderCase.WRONG_CODE, tenant.other());
            row.hold(ProviderCase.DISCONNECT, tenant.other());
        });
        tenant.connect(tenant.owner(), "gmail", "john@gmail.com");
        tenant.act(tenant.owner(), Tenant.mail("recorded"), Map.of());

        String recording = recorder.lines();
        Set<String> secrets = cloud.simulators().secrets();
        assertThat(secrets).hasSizeGreaterThan(50);
        assertThat(new SecretSearch(secrets).in(recording)).isEmpty();
        assertThat(vendors(recording))
                .containsExactlyInAnyOrderElementsOf(cloud.simulators().providers().stream()
                        .map(simulator -> simulator.name())
                        .toList());
        assertThat(recording.lines())
                .anyMatch(line ->
                        line.contains("\"url\":\"https://gmail.googleapis.com/gmail/v1/users/me/messages/send\""));
    }

    /** The simulators do not read the catalogue, so a host that is wrong there is found. */
    @ParameterizedTest
    @MethodSource("providers")
    void theVendorsDocumentsNameTheHostsOfTheCatalogue(Provider provider) {
        List<URI> urls = new ArrayList<>(List.of(
                URI.create(withoutNames(provider.identity().request().url().toString()))));
        String simulator = switch (provider.auth()) {
            case Auth.ApiKey key -> provider.name().value();
            case Auth.OAuth2 oauth -> {
                urls.add(oauth.endpoints().authorizationUrl());
                urls.add(oauth.endpoints().tokenUrl());
                oauth.revocation().url().ifPresent(url -> urls.add(URI.create(withoutNames(url.toString()))));
                yield oauth.app();
            }
        };

        assertThat(urls)
                .allSatisfy(url -> assertThat(VendorHosts.host(simulator, url.getPath()))
                        .as(url.toString())
                        .isEqualTo(url.getHost()));
    }

    private static String withoutNames(String template) {
        return template.replaceAll("\\{[^}]*}", "0");
    }

    private static Set<String> vendors(String recording) throws IOException {
        Set<String> vendors = new LinkedHashSet<>();
        for (String line : recording.lines().toList()) {
            JsonNode exchange = Json.MAPPER.readTree(line);
            assertThat(exchange.path("url").asText()).startsWith("https://").doesNotContain("127.0.0.1");
            vendors.add(exchange.path("vendor").asText());
        }
        return vendors;
    }
}
