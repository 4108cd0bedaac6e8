package dev.patchbay.call;

import java.io.IOException;
import java.io.Serial;

/** An answer was longer than its {@link AnswerLimit}, and reading it was stopped. */
final class AnswerTooLong extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    AnswerTooLong(AnswerLimit limit) {
        super("An answer of more than " + limit.bytes() + " bytes");
    }
}
