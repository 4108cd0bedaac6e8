package dev.patchbay.tests.endtoend;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** The encoded forms in which a secret may be stored and that can be read without a key. */
final class Disguises {
    /** How Base64 of anything gzipped begins: its first three bytes never change. */
    private static final Pattern GZIP_IN_BASE64 = Pattern.compile("H4sI[A-Za-z0-9+/_-]+");

    private static final String GZIP = "\u001f\u008b\b";

    private Disguises() {}

    /** Itself; percent-encoded once and twice; with JSON's escaped slashes; in hexadecimal; in both kinds of Base64. */
    static Set<String> of(String secret) {
        Set<String> forms = new LinkedHashSet<>();
        String percent = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        forms.add(secret);
        forms.add(percent);
        forms.add(URLEncoder.encode(percent, StandardCharsets.UTF_8));
        forms.add(secret.replace("/", "\\/"));
        forms.add(HexFormat.of().formatHex(bytes));
        forms.add(HexFormat.of().withUpperCase().formatHex(bytes));
        for (int before = 0; before < 3; before++) {
            forms.add(inside(Base64.getEncoder(), bytes, before));
            forms.add(inside(Base64.getUrlEncoder(), bytes, before));
        }
        return forms;
    }

    /** What stays the same of its Base64 when other bytes stand around it, {@code before} of three in front. */
    private static String inside(Base64.Encoder encoder, byte[] bytes, int before) {
        byte[] shifted = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, shifted, before, bytes.length);
        String text = encoder.withoutPadding().encodeToString(shifted);
        // Six bits a character: those that hold a bit of a neighbour are left out.
        return text.substring((before * 8 + 5) / 6, shifted.length * 8 / 6);
    }

    /** The text, and behind it what it holds gzipped, be that in clear or in Base64. One character is one byte. */
    static String unzipped(String text) {
        StringBuilder all = new StringBuilder(text);
        for (int at = text.indexOf(GZIP); at >= 0; at = text.indexOf(GZIP, at + 1)) {
            all.append('\n').append(unzip(text.substring(at).getBytes(StandardCharsets.ISO_8859_1)));
        }
        GZIP_IN_BASE64.matcher(text).results().forEach(match -> {
            String base64 = match.group().replace('-', '+').replace('_', '/');
            byte[] bytes = Base64.getDecoder().decode(base64.substring(0, base64.length() - base64.length() % 4));
            all.append('\n').append(unzip(bytes));
        });
        return all.toString();
    }

    /** As far as it can be read: what comes after it, or was cut off with the padding, does not matter. */
    private static String unzip(byte[] gzip) {
        byte[] read = new byte[1 << 20];
        int length = 0;
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            for (int more = 0; more >= 0 && length < read.length; more = in.read(read, length, read.length - length)) {
                length += more;
            }
        } catch (IOException end) {
            return text(read, length);
        }
        return text(read, length);
    }

    private static String text(byte[] bytes, int length) {
        return new String(Arrays.copyOf(bytes, length), StandardCharsets.ISO_8859_1);
    }
}
