package dev.patchbay.local.simulator.oauth;

import java.security.SecureRandom;

/** Generates values that cannot be guessed and that tests can distinguish. Thread-safe. */
public final class Secrets {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final SecureRandom RANDOM = new SecureRandom();

    private Secrets() {}

    public static String random(String prefix, int length) {
        StringBuilder value = new StringBuilder(prefix);
        for (int i = 0; i < length; i++) {
            value.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return value.toString();
    }
}
