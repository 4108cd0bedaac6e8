package dev.patchbay.functions.gmail;

import dev.patchbay.call.ProviderException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads addresses as people write them, strictly: what RFC 5322 does not allow never reaches a mail server. */
final class EmailAddress {
    private EmailAddress() {}

    /** @throws ProviderException with an {@code InvalidInput} that names the first address that is none */
    static InternetAddress[] all(List<String> texts) throws ProviderException {
        List<InternetAddress> addresses = new ArrayList<>();
        for (String text : texts) {
            addresses.add(of(text));
        }
        return addresses.toArray(new InternetAddress[0]);
    }

    /** @throws ProviderException with an {@code InvalidInput} if the text is not exactly one address */
    static InternetAddress of(String text) throws ProviderException {
        try {
            if (text.chars().anyMatch(Character::isISOControl)) {
                throw new AddressException("Control character");
            }
            InternetAddress address = new InternetAddress(text.strip(), true);
            if (address.isGroup()) {
                throw new AddressException("Group");
            }
            address.setAddress(ascii(address.getAddress()));
            address.validate();
            if (address.getPersonal() != null) {
                // Read as it was written, it would also be sent as it was written: umlauts and all.
                address.setPersonal(address.getPersonal(), StandardCharsets.UTF_8.name());
            }
            return address;
        } catch (AddressException | IllegalArgumentException malformed) {
            throw EmailRefused.because(
                    "Failed to send to " + printable(text) + ": Invalid email format",
                    "Correct the address of this contact, such as ann@example.com");
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException("Every JDK has UTF-8", e);
        }
    }

    /** The domain in its ASCII form (RFC 5891). A local part outside ASCII has none, and few servers take it. */
    private static String ascii(String address) throws AddressException {
        int at = address.lastIndexOf('@');
        String ascii = address.substring(0, at + 1) + IDN.toASCII(address.substring(at + 1));
        if (!StandardCharsets.US_ASCII.newEncoder().canEncode(ascii)) {
            throw new AddressException("Not ASCII");
        }
        return ascii;
    }

    private static String printable(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", " ").strip();
        return clean.length() > 100 ? clean.substring(0, 100) + "…" : clean;
    }
}
