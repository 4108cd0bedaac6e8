package dev.patchbay.http;

import dev.patchbay.tenant.Member;
import dev.patchbay.tenant.Role;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;

/**
 * A request as an endpoint sees it.
 *
 * @param id API Gateway's, which log lines and errors carry
 * @param route method and path pattern, such as {@code GET /api/connections/{id}}
 * @param headers by lower-case name
 * @param body as it was sent, byte for byte
 * @param member the caller; absent on routes that need no token
 * @param host the host that was called
 */
public record ApiRequest(
        String id,
        String route,
        Map<String, String> pathParameters,
        Map<String, String> query,
        Map<String, String> headers,
        SdkBytes body,
        Optional<Member> member,
        String host) {

    /**
     * Returns the caller.
     *
     * @throws ProblemException 401 if the route was reached without a token
     */
    public Member caller() {
        return member.orElseThrow(() -> Problem.of(401, "unauthorized", "Unauthorized", "Send a bearer token")
                .asException());
    }

    /**
     * The caller, who must be an owner or admin.
     *
     * @throws ProblemException 403 otherwise
     */
    public Member manager() {
        Member caller = caller();
        if (!caller.role().managesConnections()) {
            throw Problem.forbidden("Only an owner or admin may do this. Ask one of your workspace")
                    .asException();
        }
        return caller;
    }

    /**
     * The caller, who must be the owner.
     *
     * @throws ProblemException 403 otherwise
     */
    public Member owner() {
        Member caller = caller();
        if (caller.role() != Role.OWNER) {
            throw Problem.forbidden("Only the owner may do this").asException();
        }
        return caller;
    }

    /**
     * A part of the path.
     *
     * @throws IllegalStateException if the route has no such part
     */
    public String path(String name) {
        return Optional.ofNullable(pathParameters.get(name))
                .orElseThrow(() -> new IllegalStateException("The route " + route + " has no {" + name + "}"));
    }

    public Optional<String> query(String name) {
        return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /**
     * The body as a record.
     *
     * @throws ProblemException 400 that names the field
     */
    public <T> T json(Class<T> type) {
        try {
            return JsonInput.read(body.asByteArray(), type);
        } catch (JsonInputException e) {
            throw Problem.badField(e.field(), e.getMessage()).asException();
        }
    }

    /** Names the route only: a query may hold a code, a header a token. */
    @Override
    public String toString() {
        return "ApiRequest[" + route + "]";
    }
}
