package dev.patchbay.vault;

import dev.patchbay.hash.Sha256;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * A random value that is good for one use: a connect's state, which goes through the provider, its handle, which goes to the web app's page,
 * and the link that confirms an address. Each has 256 bits, written as 43 characters of URL-safe Base64, and is stored only as its SHA-256.
 */
public final class OneTimeToken {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final int BYTES = 32;

    private OneTimeToken() {}

    public static Secret random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    public static boolean hasForm(String text) {
        return FORM.matcher(text).matches();
    }

    /** The SHA-256 by which a token is stored, in hexadecimal digits. */
    public static String hash(String token) {
        return Sha256.hex(token);
    }

    /** The same for a token that is a secret. */
    public static String hash(Secret token) {
        return hash(token.reveal());
    }
}
