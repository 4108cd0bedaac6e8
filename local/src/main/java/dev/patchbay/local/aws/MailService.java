package dev.patchbay.local.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.StreamSupport;

/**
 * SES v2: sends from verified identities only, and keeps what it was given in place of sending it. Survives a restart with a state
 * file. Thread-safe. Source: Amazon SES API v2 reference, "SendEmail" and "CreateEmailIdentity".
 */
public final class MailService implements AwsService.Operations {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String region;
    private final StateFile file;
    private final Clock clock;
    private final ObjectNode state;
    private final List<Mail> mails = new CopyOnWriteArrayList<>();

    /** A mail as it was handed over. */
    public record Mail(String id, Instant at, String from, List<String> to, String subject, String text, String html) {}

    public MailService(String region, StateFile file, Clock clock) {
        this.region = region;
        this.file = file;
        this.clock = clock;
        this.state = file.read();
        state.path("mails").forEach(kept -> mails.add(read(kept)));
    }

    AwsService service() {
        return new AwsService.Answered("ses", AwsEndpoint.SES, this);
    }

    /** Returns the sent mails, the oldest first. */
    public List<Mail> mails() {
        return List.copyOf(mails);
    }

    /** One mail by its id. */
    public Optional<Mail> mail(String id) {
        return mails.stream().filter(mail -> mail.id().equals(id)).findFirst();
    }

    @Override
    public synchronized JsonNode call(String operation, ObjectNode input) {
        return switch (operation) {
            case "SendEmail" -> send(input);
            case "CreateEmailIdentity" -> identity(input);
            default -> throw AwsError.unknownOperation(operation);
        };
    }

    private JsonNode identity(ObjectNode input) {
        String identity = input.path("EmailIdentity").asText();
        ArrayNode identities = state.withArray("identities");
        if (contains(identities, identity)) {
            throw new AwsError(400, "AlreadyExistsException", "Email identity " + identity + " already exist.");
        }
        identities.add(identity);
        file.write(state);
        return JSON.createObjectNode()
                .put("IdentityType", identity.contains("@") ? "EMAIL_ADDRESS" : "DOMAIN")
                .put("VerifiedForSendingStatus", true);
    }

    private JsonNode send(ObjectNode input) {
        String from = input.path("FromEmailAddress").asText();
        String sender = address(from);
        ArrayNode identities = state.withArray("identities");
        if (!contains(identities, sender) && !contains(identities, sender.substring(sender.indexOf('@') + 1))) {
            throw new AwsError(
                    400,
                    "MessageRejected",
                    "Email address is not verified. The following identities failed the check in region "
                            + region.toUpperCase(java.util.Locale.ROOT) + ": " + from);
        }
        List<String> to = StreamSupport.stream(
                        input.path("Destination").path("ToAddresses").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
        if (to.isEmpty() || to.stream().anyMatch(recipient -> address(recipient).indexOf('@') < 1)) {
            throw new AwsError(400, "BadRequestException", "Illegal address");
        }
        JsonNode simple = input.path("Content").path("Simple");
        if (simple.isMissingNode()) {
            throw new AwsError(400, "BadRequestException", "The local stack sends simple messages only.");
        }
        Mail mail = new Mail(
                UUID.randomUUID().toString(),
                clock.instant(),
                from,
                to,
                simple.at("/Subject/Data").asText(),
                simple.at("/Body/Text/Data").asText(),
                simple.at("/Body/Html/Data").asText());
        keep(mail);
        return JSON.createObjectNode().put("MessageId", mail.id());
    }

    private void keep(Mail mail) {
        mails.add(mail);
        ObjectNode kept = state.withArray("mails")
                .addObject()
                .put("id", mail.id())
                .put("at", mail.at().toString())
                .put("from", mail.from())
                .put("subject", mail.subject())
                .put("text", mail.text())
                .put("html", mail.html());
        mail.to().forEach(kept.putArray("to")::add);
        file.write(state);
    }

    private static Mail read(JsonNode kept) {
        return new Mail(
                kept.path("id").asText(),
                Instant.parse(kept.path("at").asText()),
                kept.path("from").asText(),
                StreamSupport.stream(kept.path("to").spliterator(), false)
                        .map(JsonNode::asText)
                        .toList(),
                kept.path("subject").asText(),
                kept.path("text").asText(),
                kept.path("html").asText());
    }

    /** {@code a@b.c} of {@code Name <a@b.c>}. */
    private static String address(String mailbox) {
        int open = mailbox.lastIndexOf('<');
        return open < 0 ? mailbox.strip() : mailbox.substring(open + 1, mailbox.length() - 1);
    }

    private static boolean contains(ArrayNode texts, String text) {
        return StreamSupport.stream(texts.spliterator(), false)
                .anyMatch(one -> one.asText().equalsIgnoreCase(text));
    }
}
