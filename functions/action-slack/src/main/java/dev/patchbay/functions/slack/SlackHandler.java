package dev.patchbay.functions.slack;

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
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
                new ProviderId("slack"),
                PostMessage.NAME,
                """
                {"channel": "#rehearsal", "text": "Rehearsing", "blocks": [{"type": "divider"}]}""",
                new Credential.OAuthTokens(Secret.of("rehearsal"), Optional.empty()),
                Map.of("/api/conversations.list", """
                        {"ok": true, "channels": [{"id": "C0REHEARSAL", "name": "rehearsal"}]}""", "/api/chat.postMessage", """
                        {"ok": true, "channel": "C0REHEARSAL", "ts": "1.0"}"""),
                stage -> wired(stage.environment(), stage.clients()));
    }

    /** Keys are forgotten: the snapshot may be older than they may grow. */
    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {
        parts.keys().forget();
    }

    private static WorkerParts wired(Map<String, String> environment, AwsClients aws) {
        return WorkerParts.of(
                environment, aws, new ProviderHttp(), List.of(new PostMessage(new SlackApi(Clock.systemUTC()))));
    }
}
