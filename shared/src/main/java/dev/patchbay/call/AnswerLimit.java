package dev.patchbay.call;

/** How many bytes of a provider's answer are read. A longer answer counts as a failure, so that no answer fills the memory. */
public enum AnswerLimit {
    /** Of a token endpoint. */
    TOKENS(1 << 20),
    /** Of every other call. */
    API(10 << 20);

    private final int bytes;

    AnswerLimit(int bytes) {
        this.bytes = bytes;
    }

    public int bytes() {
        return bytes;
    }
}
