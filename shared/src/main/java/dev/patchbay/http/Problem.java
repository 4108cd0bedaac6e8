package dev.patchbay.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Duration;
import java.util.Optional;

/**
 * An error as it is returned to the caller: RFC 9457 problem details with a stable {@code code}.
 *
 * @param status the HTTP status
 * @param code stable, for programs
 * @param title what kind of thing went wrong
 * @param detail what happened and what to do: no secret, no stack trace, nothing of another tenant
 * @param field the part of the input that is meant
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
@JsonPropertyOrder("type")
public record Problem(int status, String code, String title, String detail, Optional<String> field) {
    /** Where the codes are documented. */
    private static final String DOCUMENTATION = "/docs/problems.md";

    /** The problem type of RFC 9457: a relative reference to the code in the documentation, as stable as the code. */
    @JsonProperty("type")
    public String type() {
        return DOCUMENTATION + "#" + code;
    }

    public static Problem of(int status, String code, String title, String detail) {
        return new Problem(status, code, title, detail, Optional.empty());
    }

    /** 400 with the field that is meant. */
    public static Problem badField(String field, String detail) {
        return new Problem(400, "invalid_request", "Invalid request", detail, Optional.of(field));
    }

    /** 413 with the field that is meant. */
    public static Problem tooLarge(String field, String detail) {
        return new Problem(413, "payload_too_large", "Too large", detail, Optional.of(field));
    }

    /** 404: there is none, or it is another workspace's; the answer is the same for both. */
    public static Problem notFound(String what) {
        return of(404, "not_found", "Not found", "There is no such " + what + " in this workspace");
    }

    /** 404 for a provider that the catalogue does not have. */
    public static Problem unknownProvider(String name) {
        return of(
                404,
                "unknown_provider",
                "Unknown provider",
                "There is no provider \"" + name + "\"; GET /api/providers lists them");
    }

    /** 403 for a member whose role does not allow it. */
    public static Problem forbidden(String detail) {
        return of(403, "forbidden", "Not allowed", detail);
    }

    /** 429: the same request may be accepted later. */
    public static Problem tooMany(String code, String detail) {
        return of(429, code, "Too many requests", detail);
    }

    /** This problem, to be thrown; the answer asks the caller to wait. */
    public ProblemException asException(Duration retryAfter) {
        return new ProblemException(this, Optional.of(retryAfter));
    }

    /** This problem, to be thrown. */
    public ProblemException asException() {
        return new ProblemException(this);
    }
}
