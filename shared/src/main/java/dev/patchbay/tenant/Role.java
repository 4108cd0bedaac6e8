package dev.patchbay.tenant;

import java.util.Locale;
import java.util.Optional;

/** What a member may do: owners and admins manage connections; every member may look and act. */
public enum Role {
    OWNER,
    ADMIN,
    MEMBER;

    /** The role that a token's claim names ({@code owner}, {@code admin}, {@code member}), or empty for anything else. */
    public static Optional<Role> named(String claim) {
        return switch (claim.toLowerCase(Locale.ROOT)) {
            case "owner" -> Optional.of(OWNER);
            case "admin" -> Optional.of(ADMIN);
            case "member" -> Optional.of(MEMBER);
            default -> Optional.empty();
        };
    }

    /** Whether this role may connect, reconnect and disconnect accounts. */
    public boolean managesConnections() {
        return switch (this) {
            case OWNER, ADMIN -> true;
            case MEMBER -> false;
        };
    }
}
