package dev.patchbay.functions.privacy;

import dev.patchbay.erasure.EraseRecords;
import dev.patchbay.erasure.EraseRecords.Departed;
import dev.patchbay.http.ApiEndpoint;
import dev.patchbay.http.ApiRequest;
import dev.patchbay.http.ApiResponse;
import dev.patchbay.http.Problem;
import dev.patchbay.tenant.Member;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /api/privacy/erase}: erases the caller's workspace, if the caller is its owner and names it. Answers 200 with the receipt if
 * nothing is left, and 202 with the receipt so far if one request does not suffice: the same request, sent again, continues.
 */
final class EraseWorkspace implements ApiEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(EraseWorkspace.class);
    /** API Gateway waits for 30 s, and the function may run for 29. */
    private static final Duration TIME = Duration.ofSeconds(24);

    private final EraseRounds erasing;
    private final Clock clock;

    EraseWorkspace(EraseRounds erasing, Clock clock) {
        this.erasing = erasing;
        this.clock = clock;
    }

    private record Body(String workspace) {}

    /** @param erasedAt absent: not all is erased yet */
    private record Answer(
            String workspace,
            Instant startedAt,
            Optional<Instant> erasedAt,
            String message,
            Map<String, Long> deleted,
            List<Revoked> revoked,
            List<NotRevoked> notRevoked,
            List<Remains> remains) {}

    private record Revoked(String connectionId, String provider, String account, String message) {}

    private record NotRevoked(String connectionId, String provider, String account, String why) {}

    @Override
    public ApiResponse answer(ApiRequest request) {
        Member owner = request.owner();
        String workspace = owner.workspace().value();
        if (!request.json(Body.class).workspace().equals(workspace)) {
            throw new Problem(
                            400,
                            "wrong_workspace_name",
                            "Not erased",
                            "Nothing was changed. To erase this workspace, send its name: {\"workspace\": \""
                                    + workspace + "\"}",
                            Optional.of("workspace"))
                    .asException();
        }
        Instant deadline = clock.instant().plus(TIME);
        EraseRecords.Receipt receipt = erasing.erase(owner.workspace(), deadline);
        LOG.info("Erased{}: {}", receipt.erasedAt().isPresent() ? "" : " in part", receipt.deleted());
        return ApiResponse.json(receipt.erasedAt().isPresent() ? 200 : 202, answer(workspace, receipt))
                .gzippedFor(request);
    }

    private Answer answer(String workspace, EraseRecords.Receipt receipt) {
        return new Answer(
                workspace,
                receipt.startedAt(),
                receipt.erasedAt(),
                receipt.erasedAt().isPresent()
                        ? "Nothing of this workspace is left here but what \"remains\" lists"
                        : "There is more than one request has time for. Repeat the request to go on",
                receipt.deleted(),
                receipt.departed().stream()
                        .filter(Departed::revoked)
                        .map(one -> new Revoked(one.connection(), one.provider(), one.account(), one.message()))
                        .toList(),
                receipt.departed().stream()
                        .filter(one -> !one.revoked())
                        .map(one -> new NotRevoked(one.connection(), one.provider(), one.account(), one.message()))
                        .toList(),
                Remains.after(receipt.erasedAt().orElseGet(clock::instant)));
    }
}
