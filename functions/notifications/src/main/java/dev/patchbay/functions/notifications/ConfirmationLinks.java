package dev.patchbay.functions.notifications;

import dev.patchbay.aws.Telemetry;
import dev.patchbay.http.ApiRequest;
import dev.patchbay.http.Problem;
import dev.patchbay.http.ProblemException;
import dev.patchbay.notification.Confirmations;
import dev.patchbay.notification.NotificationKind;
import dev.patchbay.tenant.EmailAddress;
import dev.patchbay.tenant.Member;
import dev.patchbay.vault.OneTimeToken;
import dev.patchbay.vault.Secret;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/** Sends the links by which people confirm that an address is theirs. Thread-safe. */
final class ConfirmationLinks {
    static final String PATH = "/api/notifications/confirm";

    private static final Logger LOG = LoggerFactory.getLogger(ConfirmationLinks.class);

    private final Confirmations confirmations;
    private final Mailer mailer;
    private final String publicUrl;
    private final SecureRandom random;

    /** @param publicUrl origin of the API, or empty for the host that was called */
    ConfirmationLinks(Confirmations confirmations, Mailer mailer, String publicUrl, SecureRandom random) {
        this.confirmations = confirmations;
        this.mailer = mailer;
        this.publicUrl = publicUrl;
        this.random = random;
    }

    /**
     * Keeps what the caller wants, and sends a link to the address. Two requests.
     *
     * @throws ProblemException 429 if too many such mails were sent today: then nothing has changed; 503 if the link could not be sent
     */
    void send(ApiRequest request, EmailAddress address, Set<NotificationKind> muted) {
        Member member = request.caller();
        Secret token = OneTimeToken.random(random);
        if (!confirmations.begin(member, address, muted, token)) {
            count("limited");
            throw Problem.of(
                            429,
                            "too_many_confirmations",
                            "Too many confirmation mails",
                            "Too many mails to confirm an address were requested today. Nothing was changed. Try again tomorrow (UTC)")
                    .asException();
        }
        boolean sent = false;
        try {
            sent = taken(mailer.send(address, Mail.confirmation(link(request, token))));
        } catch (SdkException unavailable) {
            LOG.warn("A confirmation mail could not be sent", unavailable);
            count("failed");
        }
        if (!sent) {
            confirmations.forget(member, address, token);
            throw Problem.of(
                            503,
                            "confirmation_not_sent",
                            "Confirmation mail not sent",
                            "The address is kept, unconfirmed, but the mail with the link could not be sent. Send the request again")
                    .asException();
        }
    }

    private URI link(ApiRequest request, Secret token) {
        String origin = publicUrl.isEmpty() ? "https://" + request.host() : publicUrl;
        return URI.create(origin + PATH + "?token=" + token.reveal());
    }

    private static boolean taken(Mailer.Result result) {
        return switch (result) {
            case Mailer.Result.Sent sent -> {
                count("sent");
                yield true;
            }
            case Mailer.Result.Refused refused -> {
                LOG.warn("SES refused a confirmation mail: {}", refused.reason());
                count("refused");
                yield false;
            }
        };
    }

    private static void count(String outcome) {
        Telemetry.count("Mails", 1, Map.of("Kind", "confirmation", "Outcome", outcome));
    }
}
