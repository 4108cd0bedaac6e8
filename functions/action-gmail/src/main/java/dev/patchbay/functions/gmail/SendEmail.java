package dev.patchbay.functions.gmail;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.action.ActionResult;
import dev.patchbay.action.ProviderAction;
import dev.patchbay.call.ProviderError;
import dev.patchbay.call.ProviderException;
import java.util.Optional;

/**
 * {@code gmail.send-email}: sends an email from the connected account.
 *
 * <p>The result holds {@code messageId} and {@code threadId}, Gmail's ids of the email and of its conversation. Source:
 * developers.google.com/gmail/api, users.messages.send.
 */
final class SendEmail implements ProviderAction<NewEmail> {
    static final String NAME = "gmail.send-email";

    private final GmailApi api;

    SendEmail(GmailApi api) {
        this.api = api;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<NewEmail> inputType() {
        return NewEmail.class;
    }

    /** Gmail knows no idempotency key: a second send is a second email. */
    @Override
    public boolean safeToRepeat() {
        return false;
    }

    /** Writes the email and throws it away: whatever is wrong with it shows before anything is called. */
    @Override
    public void check(NewEmail input) throws ProviderException {
        MimeEmail.of(input, "me@example.com");
    }

    @Override
    public ActionResult call(NewEmail input, Access access) throws ProviderException {
        byte[] mime = MimeEmail.of(input, access.connection().account().label());
        try {
            JsonNode sent = api.send(mime, input.threadId(), access);
            return ActionResult.of(
                    "messageId", sent.path("id").asText(),
                    "threadId", sent.path("threadId").asText());
        } catch (ProviderException e) {
            throw e.error() instanceof ProviderError.NotFound
                            && input.threadId().isPresent()
                    ? new ProviderException(
                            new ProviderError.NotFound(
                                    "Conversation not found in this Gmail account",
                                    Optional.of("Leave threadId out, or use one of the connected account's own")),
                            e)
                    : e;
        }
    }
}
