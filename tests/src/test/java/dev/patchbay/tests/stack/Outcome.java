package dev.patchbay.tests.stack;

/**
 * What came of a case with a provider for which it holds.
 *
 * @param tried whether there was anything to try
 * @param remark how the provider differs, or why the case does not apply; else empty
 */
record Outcome(boolean tried, String remark) {
    static Outcome held() {
        return new Outcome(true, "");
    }

    static Outcome held(String remark) {
        return new Outcome(true, remark);
    }

    /** The case cannot come about. */
    static Outcome cannotBe(String why) {
        return new Outcome(false, why);
    }
}
