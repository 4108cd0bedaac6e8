package dev.patchbay.functions.gmail;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.patchbay.action.WorkerParts;
import dev.patchbay.aws.AwsClients;
import dev.patchbay.call.ProviderHttp;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.rehearsal.Rehearsal;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.crac.Core;
import org.crac.Resource;

/** Performs the actions of Gmail that come through its queue. Thread-safe. */
public final class GmailHandler implements RequestHandler<SQSEvent, SQSBatchResponse>, Resource {
    private final WorkerParts parts;

    public GmailHandler() {
        this(System.getenv(), AwsClients.ofEnvironment());
        Core.getGlobalContext().register(this);
    }

    GmailHandler(Map<String, String> environment, AwsClients aws) {
        ProviderHttp http = new ProviderHttp();
        parts = WorkerParts.of(environment, aws, http, List.of(new SendEmail(new GmailApi(http, Clock.systemUTC()))));
    }

    @Override
    public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
        return parts.worker().work(event, context);
    }

    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
        parts.catalog().get(new ProviderId("gmail"));
        Rehearsal.ofMessages(
                GmailHandler.class, (environment, aws) -> new GmailHandler(environment, AwsClients.at(aws)));
    }

    /** Keys are forgotten: the snapshot may be older than they may grow. */
    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {
        parts.keys().forget();
    }
}
