package dev.patchbay.tests.stack;

/** A case that is tested with every provider of the catalogue. */
enum ProviderCase {
    CONNECT("connect"),
    DENY("deny"),
    WRONG_CODE("wrong code or key"),
    FEWER_SCOPES("fewer scopes"),
    RECONNECT_SAME("reconnect, same account"),
    RECONNECT_OTHER("reconnect, other account"),
    DISCONNECT("disconnect");

    private final String title;

    ProviderCase(String title) {
        this.title = title;
    }

    @Override
    public String toString() {
        return title;
    }
}
