package dev.patchbay.local.simulator.recording;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.local.simulator.Simulators;
import dev.patchbay.local.simulator.exchange.Exchange;
import dev.patchbay.local.simulator.exchange.Json;
import dev.patchbay.local.simulator.exchange.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Keeps every request that reaches the simulators from now on, with its answer, until they are written to a file. What a person's
 * browser asks for, the consent pages, is left out: it is no call of an API. Thread-safe.
 */
public final class Recorder {
    private final Simulators simulators;
    private final List<Exchange> exchanges = Collections.synchronizedList(new ArrayList<>());

    private Recorder(Simulators simulators) {
        this.simulators = simulators;
    }

    /** Begins to record. */
    public static Recorder of(Simulators simulators) {
        Recorder recorder = new Recorder(simulators);
        simulators.onExchange(recorder.exchanges::add);
        return recorder;
    }

    /** One JSON object for each exchange, oldest first, without secrets; ends every line. */
    public String lines() {
        Masking masking = new Masking(simulators.secrets());
        StringBuilder lines = new StringBuilder();
        for (Exchange exchange : List.copyOf(exchanges)) {
            lines.append(line(exchange, masking)).append('\n');
        }
        return lines.toString();
    }

    /**
     * Writes {@link #lines} to a file, in place of what it holds.
     *
     * @return how many lines
     */
    public long write(Path file) throws IOException {
        String lines = lines();
        Files.writeString(file, lines);
        return lines.lines().count();
    }

    private static ObjectNode line(Exchange exchange, Masking masking) {
        ObjectNode line = Json.object()
                .put("vendor", exchange.provider())
                .put("method", exchange.method())
                .put("url", url(exchange, masking));
        ObjectNode headers = line.putObject("headers");
        masking.headers(exchange.headers()).forEach(headers::put);
        if (exchange.binary()) {
            line.put("bodyBase64", exchange.body());
        } else if (!exchange.body().isEmpty()) {
            line.put("body", masking.request(contentType(exchange.headers()), exchange.body()));
        }
        exchange.reply().ifPresent(reply -> line.set("response", response(reply, masking)));
        return line;
    }

    private static String url(Exchange exchange, Masking masking) {
        return "https://" + VendorHosts.host(exchange.provider(), exchange.path())
                + masking.values(exchange.path())
                + (exchange.query().isEmpty() ? "" : "?" + masking.form(exchange.query()));
    }

    private static ObjectNode response(Reply reply, Masking masking) {
        ObjectNode response = Json.object().put("status", reply.status());
        ObjectNode headers = response.putObject("headers");
        masking.headers(reply.headers()).forEach(headers::put);
        return response.put("body", masking.answer(contentType(reply.headers()), reply.body()));
    }

    private static String contentType(Map<String, String> headers) {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase("Content-Type"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }
}
