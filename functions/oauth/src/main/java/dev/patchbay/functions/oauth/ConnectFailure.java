package dev.patchbay.functions.oauth;

import java.io.Serial;

/** A connect came to nothing. The code is for programs, the message one sentence for the person and one thing to do. */
public final class ConnectFailure extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String code;
    private final String sentence;

    public ConnectFailure(String code, String sentence) {
        this.code = code;
        this.sentence = sentence;
    }

    String code() {
        return code;
    }

    @Override
    public String getMessage() {
        return sentence;
    }
}
