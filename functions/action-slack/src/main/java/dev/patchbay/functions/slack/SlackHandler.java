package dev.patchbay.functions.slack;

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

/** Performs the actions of Slack that come through its queue. Thread-safe. */
public final class SlackHandler implements RequestHandler<SQSEvent, SQSBatchResponse>, Resource {
    private final WorkerParts parts;

    public SlackHandler() {
        this(System.getenv(), AwsClients.ofEnvironment());
        Core.getGlobalContext().register(this);
    }

    SlackHandler(Map<String, String> environment, AwsClients aws) {
        parts = WorkerParts.of(
                environment, aws, new ProviderHttp(), List.of(new PostMessage(new SlackApi(Clock.systemUTC()))));
    }

    @Override
    public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
        return parts.worker().work(event, context);
    }

    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
        parts.catalog().get(new ProviderId("slack"));
        Rehearsal.ofMessages(
                SlackHandler.class, (environment, aws) -> new SlackHandler(environment, AwsClients.at(aws)));
    }

    /** Keys are forgotten: the snapshot may be older than they may grow. */
    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {
        parts.keys().forget();
    }
}
