package dev.patchbay.tests.connect;

import java.util.List;

/**
 * One hostile answer and its expected outcome.
 *
 * @param what the answer in words
 * @param token what the token endpoint sends
 * @param identity what the identity call sends
 * @param code the outcome for the person
 * @param sentence a part of what the person reads
 * @param stored the label of the stored account; empty if none is stored
 * @param revoked the tokens that are revoked
 */
record HostileRow(
        String what,
        String provider,
        HostileAnswer token,
        HostileAnswer identity,
        String code,
        String sentence,
        String stored,
        List<String> revoked) {

    static HostileRow of(String provider, String what, HostileAnswer token, HostileAnswer identity) {
        return new HostileRow(what, provider, token, identity, "connected", "", "", List.of());
    }

    HostileRow refused(String with, String message) {
        return new HostileRow(what, provider, token, identity, with, message, "", revoked);
    }

    HostileRow revoking(String... tokens) {
        return new HostileRow(what, provider, token, identity, code, sentence, stored, List.of(tokens));
    }

    HostileRow storing(String label) {
        return new HostileRow(what, provider, token, identity, code, sentence, label, revoked);
    }

    HostileRow saying(String text) {
        return new HostileRow(what, provider, token, identity, code, text, stored, revoked);
    }

    @Override
    public String toString() {
        return provider + ": " + what;
    }
}
