package dev.patchbay.local.aws;

import java.io.Serial;

/** A service's refusal, as the SDK will see it: {@code __type}, message and HTTP status. */
public final class AwsError extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String type;
    private final int status;

    AwsError(int status, String type, String message) {
        super(message);
        this.type = type;
        this.status = status;
    }

    static AwsError invalid(String message) {
        return new AwsError(400, "ValidationException", message);
    }

    static AwsError notFound(String message) {
        return new AwsError(400, "ResourceNotFoundException", message);
    }

    static AwsError unknownOperation(String operation) {
        return new AwsError(400, "UnknownOperationException", "The local stack does not know " + operation + ".");
    }

    public String type() {
        return type;
    }

    public int status() {
        return status;
    }
}
