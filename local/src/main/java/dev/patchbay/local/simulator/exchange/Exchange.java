package dev.patchbay.local.simulator.exchange;

import io.javalin.http.Context;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One request of an app to a provider, and its answer. Holds secrets in clear.
 *
 * @param provider the prefix that it came under, such as {@code google}
 * @param path the provider's own path, percent-encoded as it was sent, without the prefix and the query
 * @param query without the question mark; empty if there is none
 * @param headers by name in lower case, without those that belong to the connection
 * @param body as it was meant: inflated if it was sent compressed
 * @param binary whether the body is not text, and {@code body} is its Base64
 * @param reply empty if the connection was dropped
 */
public record Exchange(
        String provider,
        String method,
        String path,
        String query,
        Map<String, String> headers,
        String body,
        boolean binary,
        Optional<Reply> reply) {

    private static final List<String> OF_THE_CONNECTION = List.of(
            "connection",
            "content-encoding",
            "content-length",
            "expect",
            "host",
            "http2-settings",
            "transfer-encoding",
            "upgrade");

    @Override
    public String toString() {
        return "Exchange[" + provider + " " + method + ", ***]";
    }

    static Exchange of(String provider, Context context, Optional<Reply> reply) {
        Map<String, String> headers = new TreeMap<>();
        context.headerMap().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        headers.keySet().removeAll(OF_THE_CONNECTION);
        byte[] sent = RequestBody.bytes(context);
        Optional<String> text = text(sent);
        return new Exchange(
                provider,
                context.method().toString(),
                context.req().getRequestURI().substring(provider.length() + 1),
                Optional.ofNullable(context.queryString()).orElse(""),
                headers,
                text.orElseGet(() -> Base64.getEncoder().encodeToString(sent)),
                text.isEmpty(),
                reply);
    }

    private static Optional<String> text(byte[] body) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString());
        } catch (CharacterCodingException binary) {
            return Optional.empty();
        }
    }
}
