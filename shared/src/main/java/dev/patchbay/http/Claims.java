package dev.patchbay.http;

import dev.patchbay.aws.Environment;
import dev.patchbay.tenant.EmailAddress;
import dev.patchbay.tenant.Member;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.Role;
import dev.patchbay.tenant.WorkspaceId;
import java.util.Map;
import java.util.Optional;

/**
 * Which claims of the caller's token name workspace, role and email address.
 *
 * @param workspace name of the claim that holds the workspace's id
 * @param role name of the claim that holds owner, admin or member
 * @param email name of the claim that holds an email address; a token may lack it
 */
public record Claims(String workspace, String role, String email) {

    /** With the address in the claim {@code email}, as OpenID Connect has it. */
    public Claims(String workspace, String role) {
        this(workspace, role, "email");
    }

    /** The claims that the environment of a function names. */
    public static Claims of(Environment variables) {
        return new Claims(
                variables.text("WORKSPACE_CLAIM"), variables.text("ROLE_CLAIM"), variables.text("EMAIL_CLAIM"));
    }

    /**
     * The member that a verified token's claims name.
     *
     * @throws ProblemException 403 if they name none
     */
    Member member(Map<String, String> claims) {
        try {
            return new Member(
                    new WorkspaceId(claim(claims, workspace)),
                    new MemberId(claim(claims, "sub")),
                    Role.named(claim(claims, role))
                            .orElseThrow(() -> new IllegalArgumentException(
                                    "Its claim \"" + role + "\" must be owner, admin or member")),
                    address(claims));
        } catch (IllegalArgumentException unusable) {
            throw Problem.of(
                            403,
                            "token_without_member",
                            "Not allowed",
                            "The token names no member: " + unusable.getMessage())
                    .asException();
        }
    }

    /** An issuer that has not verified an address says so by the claim that OpenID Connect names {@code email_verified}: mail must not go there. */
    private Optional<EmailAddress> address(Map<String, String> claims) {
        return "false".equalsIgnoreCase(claims.get(email + "_verified"))
                ? Optional.empty()
                : Optional.ofNullable(claims.get(email)).flatMap(EmailAddress::of);
    }

    private static String claim(Map<String, String> claims, String name) {
        return Optional.ofNullable(claims.get(name))
                .orElseThrow(() -> new IllegalArgumentException("It has no claim \"" + name + "\""));
    }
}
