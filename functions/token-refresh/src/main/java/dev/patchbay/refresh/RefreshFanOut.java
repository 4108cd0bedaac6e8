package dev.patchbay.refresh;

import dev.patchbay.aws.Telemetry;
import dev.patchbay.connection.AppBreakers;
import dev.patchbay.connection.AppBreakers.State;
import dev.patchbay.connection.DueConnections;
import dev.patchbay.connection.DueConnections.Due;
import dev.patchbay.provider.Auth;
import dev.patchbay.provider.Provider;
import dev.patchbay.provider.ProviderCatalog;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/**
 * Queues every connection that is due, ten a request. Those of an OAuth app that its provider refuses are left out, but for one
 * that tries it. What is queued twice is refreshed once. Thread-safe.
 */
final class RefreshFanOut {
    private static final Logger LOG = LoggerFactory.getLogger(RefreshFanOut.class);
    private static final int ENTRIES_PER_REQUEST = 10;

    private final DueConnections due;
    private final AppBreakers breakers;
    private final ProviderCatalog catalog;
    private final SqsClient sqs;
    private final String queueUrl;

    RefreshFanOut(DueConnections due, AppBreakers breakers, ProviderCatalog catalog, SqsClient sqs, String queueUrl) {
        this.due = due;
        this.breakers = breakers;
        this.catalog = catalog;
        this.sqs = sqs;
        this.queueUrl = queueUrl;
    }

    /** @return how many were queued */
    int run() {
        Map<String, State> states = breakers.of(apps());
        Set<String> tried = new HashSet<>();
        List<RefreshMessage> batch = new ArrayList<>();
        int queued = 0;
        for (Iterator<Due> each = due.now().iterator(); each.hasNext(); ) {
            Optional<RefreshMessage> message = message(each.next(), states, tried);
            if (message.isPresent()) {
                batch.add(message.get());
                queued++;
            }
            if (batch.size() == ENTRIES_PER_REQUEST || (!each.hasNext() && !batch.isEmpty())) {
                send(batch);
                batch.clear();
            }
        }
        Telemetry.count("RefreshesDue", queued, Map.of());
        LOG.info("{} connections are due", queued);
        return queued;
    }

    private Optional<RefreshMessage> message(Due one, Map<String, State> states, Set<String> tried) {
        Optional<Auth> auth = catalog.find(one.provider().value()).map(Provider::auth);
        if (auth.isEmpty()) {
            // Its file was removed: that must not keep the others from being refreshed.
            LOG.warn("A connection of {} is due, which is not in the catalogue", one.provider());
            return Optional.empty();
        }
        if (!(auth.get() instanceof Auth.OAuth2 oauth)) {
            // A key in doubt.
            return Optional.of(new RefreshMessage(one.workspace(), one.id(), false));
        }
        State state = states.getOrDefault(oauth.app(), State.CLOSED);
        boolean goes = switch (state) {
            case CLOSED -> true;
            case TRIAL -> tried.add(oauth.app());
            case OPEN -> false;
        };
        return goes
                ? Optional.of(new RefreshMessage(one.workspace(), one.id(), state == State.TRIAL))
                : Optional.empty();
    }

    private Set<String> apps() {
        Set<String> apps = new HashSet<>();
        for (Provider provider : catalog.all()) {
            if (provider.auth() instanceof Auth.OAuth2 oauth) {
                apps.add(oauth.app());
            }
        }
        return apps;
    }

    private void send(List<RefreshMessage> batch) {
        List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
        for (RefreshMessage message : batch) {
            entries.add(SendMessageBatchRequestEntry.builder()
                    .id(Integer.toString(entries.size()))
                    .messageBody(message.toJson())
                    .build());
        }
        SendMessageBatchResponse response =
                sqs.sendMessageBatch(request -> request.queueUrl(queueUrl).entries(entries));
        if (response.hasFailed()) {
            // They are still due at the next run.
            LOG.warn("{} connections could not be queued", response.failed().size());
        }
    }
}
