package dev.patchbay.oauth;

import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.vault.Place;
import dev.patchbay.vault.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The two random values of a connect: the state, which goes through the provider, and the handle, which goes to the web app's page.
 * Each has 256 bits, written as 43 characters of URL-safe Base64, and is stored only as its SHA-256.
 */
final class OneTimeToken {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final int BYTES = 32;

    private OneTimeToken() {}

    static Secret random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    static boolean hasForm(String text) {
        return FORM.matcher(text).matches();
    }

    static String hash(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /** Where the code verifier of a connect is sealed. */
    static Place verifierPlace(WorkspaceId workspace, String stateHash) {
        return new Place(workspace, stateHash, "code-verifier");
    }
}
