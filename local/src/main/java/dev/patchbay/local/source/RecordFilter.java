package dev.patchbay.local.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import software.amazon.event.ruler.Machine;

/** Lets through the records that match any of an event source's patterns; all when it has none. Not thread-safe. */
final class RecordFilter {
    private final boolean everything;
    private final Machine machine = Machine.builder().build();

    RecordFilter(List<String> patterns) {
        this.everything = patterns.isEmpty();
        for (String pattern : patterns) {
            try {
                machine.addRule("filter", pattern);
            } catch (IOException e) {
                throw new IllegalArgumentException("The filter " + pattern + " is not valid: " + e.getMessage(), e);
            }
        }
    }

    boolean accepts(JsonNode record) {
        if (everything) {
            return true;
        }
        try {
            return !machine.rulesForJSONEvent(record.toString()).isEmpty();
        } catch (Exception e) {
            throw new IllegalStateException("A record cannot be matched: " + e.getMessage(), e);
        }
    }
}
