package dev.patchbay.tenant;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An address that mail can be sent to, such as {@code ann@acme.example}: one address, without a name, of at most 254 characters
 * (RFC 5321). Nothing that could end a header line or begin a second address is allowed. It is personal data: it is not logged.
 */
public record EmailAddress(String value) {
    private static final Pattern FORM =
            Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)*");
    private static final int LONGEST = 254;

    /** @throws IllegalArgumentException if it is none */
    public EmailAddress {
        if (value.length() > LONGEST || !FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("An email address looks like ann@example.com");
        }
    }

    /** The address that a text is, or empty if it is none. */
    public static Optional<EmailAddress> of(String text) {
        return text.length() <= LONGEST && FORM.matcher(text).matches()
                ? Optional.of(new EmailAddress(text))
                : Optional.empty();
    }

    /** Whether both are the same mailbox for certain: the case of a domain does not matter, that of what stands before it may. */
    public boolean sameMailbox(EmailAddress other) {
        int at = value.lastIndexOf('@');
        return at == other.value.lastIndexOf('@')
                && value.substring(0, at).equals(other.value.substring(0, at))
                && value.substring(at).equalsIgnoreCase(other.value.substring(at));
    }
}
