package dev.patchbay.functions.oauth;

import dev.patchbay.aws.LoggedFault;
import dev.patchbay.aws.Telemetry;
import dev.patchbay.catalog.Provider;
import dev.patchbay.catalog.ProviderId;
import dev.patchbay.connection.CompletedGrant;
import dev.patchbay.connection.Connection;
import dev.patchbay.connection.ConnectionAnswer;
import dev.patchbay.connection.ConnectionId;
import dev.patchbay.connection.GrantForecast;
import dev.patchbay.connection.Pending;
import dev.patchbay.connection.PendingGrant;
import dev.patchbay.connection.PendingGrantStore;
import dev.patchbay.connection.RefusedGrant;
import dev.patchbay.functions.oauth.UnusedGrantRevocation.Outcome;
import dev.patchbay.http.ApiEndpoint;
import dev.patchbay.http.ApiRequest;
import dev.patchbay.http.ApiResponse;
import dev.patchbay.http.Problem;
import dev.patchbay.http.ProblemException;
import dev.patchbay.tenant.EmailAddress;
import dev.patchbay.tenant.Member;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.vault.OneTimeToken;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * {@code POST /api/auth/oauth/complete}: makes a connection of the grant of a handle, if the caller is the member who began
 * the connect. Anyone else ends it: a link that an attacker sends never connects the account of the person who follows it. A repeated
 * completion answers with the same connection.
 */
public final class Complete implements ApiEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(Complete.class);

    private final OAuthParts parts;
    private final PendingGrantStore pending;
    private final Completion completion;
    private final PendingGrantEnd ended;

    public Complete(OAuthParts parts, PendingGrantStore pending, Completion completion, PendingGrantEnd ended) {
        this.parts = parts;
        this.pending = pending;
        this.completion = completion;
        this.ended = ended;
    }

    private record Body(String handle) {
        @Override
        public String toString() {
            return "Body[]";
        }
    }

    @Override
    public ApiResponse answer(ApiRequest request) {
        Member caller = request.caller();
        String handle = request.json(Body.class).handle();
        Optional<Pending> found =
                OneTimeToken.hasForm(handle) ? pending.find(OneTimeToken.hash(handle)) : Optional.empty();
        if (found.isEmpty()) {
            request.manager();
            throw unknown();
        }
        return switch (found.get()) {
            case PendingGrant grant -> completed(caller, grant);
            case CompletedGrant mark -> again(caller, mark);
            case RefusedGrant refused -> throw unknown();
        };
    }

    private ApiResponse completed(Member caller, PendingGrant grant) {
        ProviderId provider = grant.agreed().provider();
        Telemetry.identify("provider", provider.value());
        if (!grant.isOf(caller)) {
            throw notYours(grant);
        }
        if (grant.isOver(parts.clock().instant())) {
            throw expired();
        }
        if (isOneTooMany(grant)) {
            throw tooMany(grant);
        }
        return switch (completion.complete(grant)) {
            case CONNECTED -> {
                count(provider, "connected");
                grant.email().ifPresent(email -> met(caller, email));
                yield shown(caller.workspace(), grant.agreed().id());
            }
            case OVERTAKEN ->
                pending.find(grant.handleHash())
                        .map(now -> switch (now) {
                            case CompletedGrant mark -> again(caller, mark);
                            case PendingGrant over -> throw expired();
                            case RefusedGrant refused -> throw unknown();
                        })
                        .orElseThrow(Complete::unknown);
            case CONNECTION_REMOVED -> {
                end(grant, "connection_removed");
                throw problem(
                        409,
                        "connection_removed",
                        "The connection was removed while it was renewed. Connect the account as a new connection");
            }
            case WORKSPACE_ERASED -> {
                end(grant, "workspace_erased");
                throw problem(
                        410,
                        "workspace_erased",
                        "The workspace was erased after this connect was started. Start the connect again");
            }
        };
    }

    /** A grant that renews a named connection makes none. */
    private boolean isOneTooMany(PendingGrant grant) {
        return !grant.reconnecting()
                && parts.limits()
                        .connectionLimit()
                        .refuses(grant.workspace(), grant.agreed().id());
    }

    private ProblemException tooMany(PendingGrant grant) {
        end(grant, "connection_limit");
        return problem(
                409,
                "connection_limit",
                parts.limits().connectionLimit().message()
                        + ". The access that was granted is not used. Disconnect an account that is not used any more, and"
                        + " start the connect again");
    }

    private ApiResponse again(Member caller, CompletedGrant mark) {
        if (!mark.isOf(caller)) {
            throw unknown();
        }
        return shown(caller.workspace(), mark.connection());
    }

    private ApiResponse shown(WorkspaceId workspace, ConnectionId id) {
        Telemetry.identify("connection", id.value());
        Connection connection = parts.stores().connections().find(workspace, id).orElseThrow(Complete::unknown);
        Provider provider = parts.providers().catalog().get(connection.provider());
        return ApiResponse.json(
                200, ConnectionAnswer.of(provider, connection, parts.clock().instant(), message(provider, connection)));
    }

    /** Returns what the member should know about the new connection: whether it expires soon, and which agents wait for it. */
    private Optional<String> message(Provider provider, Connection connection) {
        Optional<String> ends = connection
                .forecast()
                .filter(end -> end.isForWantOfARefreshToken(provider))
                .map(GrantForecast::inASentence);
        Optional<String> agents = parts.stores().waitingAgents().message(provider, connection);
        return Optional.of(Stream.concat(ends.stream(), agents.stream()).collect(Collectors.joining(" ")))
                .filter(text -> !text.isEmpty());
    }

    private ProblemException notYours(PendingGrant grant) {
        Optional<Outcome> outcome = end(grant, "not_yours");
        String access = outcome.filter(Outcome.REVOKED::equals).isPresent()
                ? "and the access that was granted was revoked"
                : "and the access that was granted is not used";
        return problem(
                403,
                "not_yours",
                "This connect was started by another member, in another workspace, or by a member who may not manage"
                        + " connections any more. Nothing was connected, " + access
                        + ". To connect your account, start the connect yourself");
    }

    /** Ends a grant. A failure is only logged: the caller still gets the reason of the refusal, and the queue's message ends the grant. */
    private Optional<Outcome> end(PendingGrant grant, String why) {
        count(grant.agreed().provider(), why);
        try {
            return ended.end(grant);
        } catch (RuntimeException fault) {
            LOG.warn("A pending grant was not ended yet", LoggedFault.of(fault));
            return Optional.empty();
        }
    }

    /** Stores the address for notifications. A failure is only logged, because the account is already connected. */
    private void met(Member member, EmailAddress email) {
        try {
            parts.stores().recipients().met(member.workspace(), member.id(), email);
        } catch (SdkException unavailable) {
            LOG.warn("The address of the member who connected was not stored", LoggedFault.of(unavailable));
        }
    }

    private static ProblemException unknown() {
        return problem(
                404,
                "unknown_handle",
                "This handle is unknown, was used before, or is too old. Start the connect again");
    }

    private static ProblemException expired() {
        return problem(410, "handle_expired", "This handle is over. Start the connect again");
    }

    private static ProblemException problem(int status, String code, String detail) {
        return Problem.of(status, code, "Not connected", detail).asException();
    }

    private static void count(ProviderId provider, String outcome) {
        Telemetry.count("Connects", 1, Map.of("Provider", provider.value(), "Outcome", outcome));
    }
}
