package dev.patchbay.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.tenant.WorkspaceId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PatchbayEventTest {
    @Test
    void detailStandsBesideIdTypeWorkspaceAndTime() {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("provider", "slack");
        detail.put("scopes", List.of("a", "b"));
        detail.put("result", Map.of("ts", "1.2"));

        PatchbayEvent event = new PatchbayEvent(
                "evt_1",
                "connection.connected",
                new WorkspaceId("acme"),
                Instant.parse("2026-11-20T12:00:00.123Z"),
                detail);

        assertThat(event.toJson())
                .isEqualTo("{\"id\":\"evt_1\",\"type\":\"connection.connected\",\"workspace\":\"acme\","
                        + "\"time\":\"2026-11-20T12:00:00.123Z\",\"provider\":\"slack\",\"scopes\":[\"a\",\"b\"],"
                        + "\"result\":{\"ts\":\"1.2\"}}");
    }
}
