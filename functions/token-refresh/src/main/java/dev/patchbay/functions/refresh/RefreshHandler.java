package dev.patchbay.functions.refresh;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.patchbay.aws.AwsClients;
import dev.patchbay.aws.Rehearsal;
import dev.patchbay.aws.RehearsalContext;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.Account;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.connection.Credential;
import dev.patchbay.connection.LinkedAccount;
import dev.patchbay.connection.NewAccess;
import dev.patchbay.connection.NewConnection;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.vault.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.crac.Core;
import org.crac.Resource;

/** Refreshes connections that are due, as the schedule queued them. Thread-safe. */
public final class RefreshHandler implements RequestHandler<SQSEvent, SQSBatchResponse>, Resource {
    private final RefreshParts parts;

    public RefreshHandler() {
        this(System.getenv(), AwsClients.ofEnvironment());
        Core.getGlobalContext().register(this);
    }

    RefreshHandler(Map<String, String> environment, AwsClients aws) {
        parts = RefreshParts.of(environment, aws);
    }

    @Override
    public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
        return parts.worker().work(event, context);
    }

    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
        // The catalogue of the handler that serves: reading its files is no side effect.
        parts.flow().check(parts.catalog().all());
        Rehearsal.play("gmail", stage -> {
            stage.providerAnswers("/token", "{\"access_token\":\"rehearsal\",\"expires_in\":3600}");
            RefreshHandler handler = new RefreshHandler(stage.environment(), stage.clients());
            return List.of(() -> {
                // After a restore the key must be unwrapped: that is rehearsed too.
                handler.parts.keys().forget();
                checkDone(handler.handleRequest(handler.due(), new RehearsalContext()));
            });
        });
    }

    private static void checkDone(SQSBatchResponse response) {
        if (!response.getBatchItemFailures().isEmpty()) {
            throw new IllegalStateException("A rehearsed connection was not refreshed");
        }
    }

    private SQSEvent due() {
        WorkspaceId workspace = new WorkspaceId("rehearsal");
        ProviderId gmail = new ProviderId("gmail");
        Account account = new Account("1", "rehearsal");
        ConnectionId id = ConnectionId.of(workspace, gmail, account);
        Credential credential = new Credential.OAuthTokens(Secret.of("rehearsal"), Optional.of(Secret.of("rehearsal")));
        parts.connections()
                .connect(new NewConnection(
                        workspace,
                        gmail,
                        LinkedAccount.of(account),
                        new MemberId("rehearsal"),
                        new NewAccess(
                                Set.of(),
                                parts.vault().seal(Connection.credentialPlace(workspace, id), credential.toSecret()),
                                Optional.of(Instant.EPOCH),
                                Optional.empty(),
                                Optional.of(Instant.EPOCH))));
        SQSEvent.SQSMessage message = new SQSEvent.SQSMessage();
        message.setMessageId("rehearsal");
        message.setBody(
                new RefreshMessage("google", false, List.of(new RefreshMessage.Member(workspace, id))).toJson());
        SQSEvent event = new SQSEvent();
        event.setRecords(List.of(message));
        return event;
    }

    /** Keys are forgotten: the snapshot may be older than they may grow. */
    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {
        parts.keys().forget();
    }
}
