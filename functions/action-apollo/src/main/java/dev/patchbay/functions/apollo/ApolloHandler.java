package dev.patchbay.functions.apollo;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.patchbay.action.WorkerParts;
import dev.patchbay.aws.AwsClients;
import dev.patchbay.call.ProviderHttp;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.rehearsal.Rehearsal;
import java.util.List;
import java.util.Map;
import org.crac.Core;
import org.crac.Resource;

/** Performs the actions of Apollo that come through its queue. Thread-safe. */
public final class ApolloHandler implements RequestHandler<SQSEvent, SQSBatchResponse>, Resource {
    private final WorkerParts parts;

    public ApolloHandler() {
        this(System.getenv(), AwsClients.ofEnvironment());
        Core.getGlobalContext().register(this);
    }

    ApolloHandler(Map<String, String> environment, AwsClients aws) {
        ProviderHttp http = new ProviderHttp();
        parts = WorkerParts.of(environment, aws, http, List.of(new EnrichPerson(http)));
    }

    @Override
    public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
        return parts.worker().work(event, context);
    }

    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
        parts.catalog().get(new ProviderId("apollo"));
        Rehearsal.ofMessages(
                ApolloHandler.class, (environment, aws) -> new ApolloHandler(environment, AwsClients.at(aws)));
    }

    /** Keys are forgotten: the snapshot may be older than they may grow. */
    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {
        parts.keys().forget();
    }
}
