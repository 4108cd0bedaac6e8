package dev.patchbay.functions.apollo;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.patchbay.action.WorkerParts;
import dev.patchbay.action.WorkerRehearsal;
import dev.patchbay.aws.AwsClients;
import dev.patchbay.call.ProviderHttp;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.Credential;
import dev.patchbay.vault.Secret;
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
        parts = wired(environment, aws);
    }

    @Override
    public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
        return parts.worker().work(event, context);
    }

    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
        WorkerRehearsal.play(
                parts,
                new ProviderId("apollo"),
                EnrichPerson.NAME,
                """
                {"email": "ann@rehearsal.example", "domain": "rehearsal.example"}""",
                new Credential.ApiKey(Secret.of("rehearsal")),
                Map.of(EnrichPerson.PATH, """
                        {"person": {"id": "1", "name": "Ann Example", "organization": {"name": "Example"}}}"""),
                stage -> wired(stage.environment(), stage.clients()));
    }

    /** Keys are forgotten: the snapshot may be older than they may grow. */
    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {
        parts.keys().forget();
    }

    private static WorkerParts wired(Map<String, String> environment, AwsClients aws) {
        ProviderHttp http = new ProviderHttp();
        return WorkerParts.of(environment, aws, http, List.of(new EnrichPerson(http)));
    }
}
