package dev.patchbay.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which page of a list a caller wants. Every list takes the same two parameters: {@code limit}, 1 to 100 and 20 if absent, and
 * {@code next}, which the page before returned. A position is opaque to callers; it names no workspace, so a forged one leads nowhere
 * but to another page of the caller's own list.
 *
 * @param limit how many entries the page may hold
 * @param position where the page before ended, as the list wrote it by {@link #next}; empty: the list begins
 */
public record PageQuery(int limit, Optional<String> position) {
    private static final int USUAL_LIMIT = 20;

    /** @throws ProblemException 400 that names the parameter */
    public static PageQuery of(ApiRequest request) {
        return new PageQuery(limit(request), request.query("next").map(PageQuery::decoded));
    }

    /** What a page returns as {@code next}: a position as an opaque text. */
    public static String next(String position) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(position.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The position, read.
     *
     * @param reading empty if the text is no position of this list
     * @throws ProblemException 400 if it is none
     */
    public <P> Optional<P> after(Function<String, Optional<P>> reading) {
        return position.map(text -> reading.apply(text).orElseThrow(PageQuery::badNext));
    }

    private static int limit(ApiRequest request) {
        String limit = request.query("limit").orElse(Integer.toString(USUAL_LIMIT));
        if (!limit.matches("[1-9]\\d?|100")) {
            throw Problem.badField("limit", "\"limit\" must be a number from 1 to 100")
                    .asException();
        }
        return Integer.parseInt(limit);
    }

    private static String decoded(String next) {
        try {
            return new String(Base64.getUrlDecoder().decode(next), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            throw badNext();
        }
    }

    private static ProblemException badNext() {
        return Problem.badField("next", "\"next\" must be as an answer of this route gave it")
                .asException();
    }
}
