package dev.patchbay.vault;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DecryptRequest;
import software.amazon.awssdk.services.kms.model.DecryptResponse;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyRequest;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.kms.model.InvalidCiphertextException;

/**
 * KMS in memory: a wrapped key is a ticket that is good only with the encryption context it was made with. Counts its calls.
 * Every other call is refused by the interface's own default.
 */
final class KeyService implements KmsClient {
    private final Map<SdkBytes, Wrapped> tickets = new HashMap<>();
    private final Optional<byte[]> fixedKey;
    private int calls;

    /** Makes random keys. */
    KeyService() {
        this.fixedKey = Optional.empty();
    }

    /** Makes always the same key: for a test vector. */
    KeyService(byte[] fixedKey) {
        this.fixedKey = Optional.of(fixedKey);
    }

    private record Wrapped(SdkBytes plaintext, Map<String, String> context) {}

    int calls() {
        return calls;
    }

    @Override
    public GenerateDataKeyResponse generateDataKey(GenerateDataKeyRequest request) {
        calls++;
        SdkBytes plaintext = SdkBytes.fromByteArray(fixedKey.orElseGet(() -> random(32)));
        SdkBytes ticket = SdkBytes.fromByteArray(random(48));
        tickets.put(ticket, new Wrapped(plaintext, request.encryptionContext()));
        return GenerateDataKeyResponse.builder()
                .plaintext(plaintext)
                .ciphertextBlob(ticket)
                .build();
    }

    @Override
    public DecryptResponse decrypt(DecryptRequest request) {
        calls++;
        return Optional.ofNullable(tickets.get(request.ciphertextBlob()))
                .filter(wrapped -> wrapped.context().equals(request.encryptionContext()))
                .map(wrapped ->
                        DecryptResponse.builder().plaintext(wrapped.plaintext()).build())
                .orElseThrow(() -> InvalidCiphertextException.builder().build());
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        ThreadLocalRandom.current().nextBytes(bytes);
        return bytes;
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
