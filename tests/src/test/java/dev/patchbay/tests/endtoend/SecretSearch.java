package dev.patchbay.tests.endtoend;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds any of many secrets, in any of their {@link Disguises}, in one pass over a text: a form is looked up by its first characters,
 * so that the time grows with the text and not with the number of secrets (thousands of secrets have ten times as many forms).
 */
final class SecretSearch {
    private static final int START = 8;

    private record Form(String text, String secret) {}

    private final Map<Long, List<Form>> byStart = new HashMap<>();

    /** @throws IllegalArgumentException if a form is so short that it would be found everywhere */
    SecretSearch(Iterable<String> secrets) {
        for (String secret : secrets) {
            for (String form : Disguises.of(secret)) {
                if (form.length() < START) {
                    throw new IllegalArgumentException("A secret needs more characters to be searched for: " + form);
                }
                byStart.computeIfAbsent(start(form), missing -> new ArrayList<>())
                        .add(new Form(form, secret));
            }
        }
    }

    /** The secrets of which a form is in the text. */
    Set<String> in(String text) {
        Set<String> found = new LinkedHashSet<>();
        long last = 0;
        for (int end = 1; end <= text.length(); end++) {
            last = (last << Byte.SIZE) | (text.charAt(end - 1) & 0xFF);
            if (end < START) {
                continue;
            }
            int from = end - START;
            for (Form form : byStart.getOrDefault(last, List.of())) {
                if (text.startsWith(form.text(), from)) {
                    found.add(form.secret());
                }
            }
        }
        return found;
    }

    /** The low bytes of the first eight characters; texts that differ may share it, so a hit is compared in full. */
    private static long start(String form) {
        long start = 0;
        for (int at = 0; at < START; at++) {
            start = (start << Byte.SIZE) | (form.charAt(at) & 0xFF);
        }
        return start;
    }
}
