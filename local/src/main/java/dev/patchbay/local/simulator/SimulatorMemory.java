package dev.patchbay.local.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.local.aws.StateFile;
import dev.patchbay.local.simulator.exchange.Json;
import dev.patchbay.local.simulator.exchange.MovableClock;
import dev.patchbay.local.simulator.exchange.ProviderSimulator;
import java.time.Duration;
import java.util.List;

/** The file from which the simulators go on after a restart. Holds tokens in clear. Thread-safe. */
final class SimulatorMemory {
    private final StateFile file;
    private final List<ProviderSimulator> providers;
    private final MovableClock clock;
    private ObjectNode saved;

    private SimulatorMemory(StateFile file, List<ProviderSimulator> providers, MovableClock clock) {
        this.file = file;
        this.providers = providers;
        this.clock = clock;
        this.saved = file.read();
    }

    /** Restores what the file holds. */
    static SimulatorMemory restored(StateFile file, List<ProviderSimulator> providers, MovableClock clock) {
        SimulatorMemory memory = new SimulatorMemory(file, providers, clock);
        try {
            memory.restore();
        } catch (RuntimeException unreadable) {
            throw new IllegalStateException(
                    file.file().map(String::valueOf).orElse("The simulators' state")
                            + " cannot be read; delete it, or choose another data folder.",
                    unreadable);
        }
        return memory;
    }

    /** Writes the file if anything has changed. */
    synchronized void save() {
        if (file.file().isEmpty()) {
            return;
        }
        ObjectNode now = Json.object().put("clockAhead", clock.ahead().toString());
        ObjectNode byName = now.putObject("providers");
        providers.forEach(provider -> byName.set(provider.name(), provider.memory()));
        if (!now.equals(saved)) {
            file.write(now);
            saved = now;
        }
    }

    private void restore() {
        if (saved.isEmpty()) {
            return;
        }
        clock.advance(Duration.parse(saved.path("clockAhead").asText()));
        for (ProviderSimulator provider : providers) {
            if (saved.path("providers").has(provider.name())) {
                provider.restore(saved.path("providers").path(provider.name()));
            }
        }
    }
}
