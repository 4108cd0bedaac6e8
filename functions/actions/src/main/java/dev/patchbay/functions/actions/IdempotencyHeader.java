package dev.patchbay.functions.actions;

import dev.patchbay.action.ActionStore.IdempotencyKey;
import dev.patchbay.http.ApiRequest;
import dev.patchbay.http.Problem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the {@code Idempotency-Key} header: 1 to 255 printable ASCII characters, stored only as a hash. */
final class IdempotencyHeader {
    private static final Pattern ALLOWED = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private IdempotencyHeader() {}

    static Optional<IdempotencyKey> of(ApiRequest request) {
        Optional<String> header = request.header("idempotency-key");
        if (header.filter(key -> !ALLOWED.matcher(key).matches()).isPresent()) {
            throw Problem.badField(
                            "Idempotency-Key", "Idempotency-Key must be 1 to 255 printable characters without spaces")
                    .asException();
        }
        return header.map(key -> new IdempotencyKey(
                hash(key.getBytes(StandardCharsets.US_ASCII)),
                hash(request.body().asByteArrayUnsafe())));
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
