package dev.patchbay.functions.actions;

import dev.patchbay.action.ActionStore.IdempotencyKey;
import dev.patchbay.hash.Sha256;
import dev.patchbay.http.ApiRequest;
import dev.patchbay.http.Problem;
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
        return header.map(key ->
                new IdempotencyKey(Sha256.hex(key), Sha256.hex(request.body().asByteArrayUnsafe())));
    }
}
