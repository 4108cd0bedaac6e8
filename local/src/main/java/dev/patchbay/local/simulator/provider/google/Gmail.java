package dev.patchbay.local.simulator.provider.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.patchbay.local.simulator.exchange.Endpoint;
import dev.patchbay.local.simulator.exchange.Json;
import dev.patchbay.local.simulator.exchange.Reply;
import dev.patchbay.local.simulator.exchange.RequestBody;
import dev.patchbay.local.simulator.exchange.Routes;
import dev.patchbay.local.simulator.oauth.AccessToken;
import dev.patchbay.local.simulator.oauth.BearerCall;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/** Gmail v1: send, list, get and profile. Mails are kept per account. Thread-safe. */
final class Gmail {

    private static final Set<String> SEND = Set.of(
            GoogleScopes.AUTH + "gmail.send",
            GoogleScopes.AUTH + "gmail.compose",
            GoogleScopes.AUTH + "gmail.modify",
            GoogleScopes.MAIL);
    private static final Set<String> READ = Set.of(
            GoogleScopes.AUTH + "gmail.readonly",
            GoogleScopes.AUTH + "gmail.modify",
            GoogleScopes.AUTH + "gmail.metadata",
            GoogleScopes.MAIL);

    /** How an endpoint is put behind a token. */
    @FunctionalInterface
    interface Behind {
        Endpoint behind(Set<String> anyOf, BearerCall call);
    }

    private final Clock clock;
    private final BiConsumer<AccessToken, GmailMessage> sent;
    private final Map<String, GmailMailbox> mailboxes = new ConcurrentHashMap<>();

    Gmail(Clock clock, BiConsumer<AccessToken, GmailMessage> sent) {
        this.clock = clock;
        this.sent = sent;
    }

    void addTo(Routes routes, Behind api) {
        routes.post("/gmail/v1/users/{user}/messages/send", api.behind(SEND, this::send))
                .post("/upload/gmail/v1/users/{user}/messages/send", api.behind(SEND, this::upload))
                .get("/gmail/v1/users/{user}/messages", api.behind(READ, this::list))
                .get("/gmail/v1/users/{user}/messages/{id}", api.behind(READ, this::get))
                .get("/gmail/v1/users/{user}/profile", api.behind(READ, this::profile));
    }

    List<GmailMessage> mails() {
        return mailboxes.values().stream()
                .flatMap(mailbox -> mailbox.all().stream())
                .toList();
    }

    void clear() {
        mailboxes.clear();
    }

    private Reply send(Context request, AccessToken token) {
        JsonNode body = Json.body(request);
        String raw = body.path("raw").asText();
        if (raw.isEmpty()) {
            return GoogleErrors.invalidArgument(
                    "'raw' RFC822 payload message string or uploading message via /upload/* URL required");
        }
        try {
            byte[] source =
                    Base64.getUrlDecoder().decode(raw.strip().replace('+', '-').replace('/', '_'));
            return keep(source, body.path("threadId").asText(), token);
        } catch (IllegalArgumentException notBase64) {
            return GoogleErrors.invalidArgument("Invalid value at 'message.raw' (TYPE_BYTES), Base64 decoding failed");
        }
    }

    private Reply upload(Context request, AccessToken token) {
        return keep(RequestBody.bytes(request), "", token);
    }

    private Reply keep(byte[] source, String threadId, AccessToken token) {
        Instant now = clock.instant();
        Optional<Instant> again = mailbox(token).sendsAgainAt(now);
        if (again.isPresent()) {
            return GoogleErrors.retryAfter(again.get(), now, " (Mail sending)");
        }
        try {
            Optional<GmailMessage> message = mailbox(token).send(source, threadId, clock.instant());
            if (message.isEmpty()) {
                return GoogleErrors.notFound();
            }
            sent.accept(token, message.get());
            return Reply.json(ids(message.get())
                    .set("labelIds", Json.strings(message.get().ids().labelIds())));
        } catch (MimeSource.Refused refused) {
            return GoogleErrors.invalidArgument(
                    Optional.ofNullable(refused.getMessage()).orElse("Invalid message"));
        }
    }

    private Reply list(Context request, AccessToken token) {
        String query = Optional.ofNullable(request.queryParam("q")).orElse("");
        if (!query.isEmpty() && metadataOnly(token)) {
            return GoogleErrors.insufficientScopes();
        }
        List<GmailMessage> found = mailbox(token).search(query);
        int size = Math.min(number(request, "maxResults", 100), 500);
        int from = Math.min(number(request, "pageToken", 0), found.size());
        int to = Math.min(from + size, found.size());
        ObjectNode answer = Json.object();
        if (from < to) {
            ArrayNode messages = answer.putArray("messages");
            found.subList(from, to).forEach(message -> messages.add(ids(message)));
        }
        if (to < found.size()) {
            answer.put("nextPageToken", Integer.toString(to));
        }
        return Reply.json(answer.put("resultSizeEstimate", found.size()));
    }

    private Reply get(Context request, AccessToken token) {
        Optional<GmailMessage> found = mailbox(token).find(request.pathParam("id"));
        String format = Optional.ofNullable(request.queryParam("format")).orElse("full");
        if (found.isEmpty()) {
            return GoogleErrors.notFound();
        }
        if (metadataOnly(token) && (format.equals("full") || format.equals("raw"))) {
            return GoogleErrors.insufficientScopes();
        }
        GmailMessage message = found.get();
        ObjectNode answer = ids(message);
        answer.set("labelIds", Json.strings(message.ids().labelIds()));
        String snippet = message.content().text().strip();
        answer.put("snippet", snippet.substring(0, Math.min(snippet.length(), 200)));
        answer.put("internalDate", Long.toString(message.internalDate()));
        answer.put("sizeEstimate", message.raw().length() * 3 / 4);
        switch (format) {
            case "raw" -> answer.put("raw", message.raw());
            case "full", "metadata" -> answer.set("payload", payload(message, format.equals("full")));
            default -> answer.put("historyId", "1");
        }
        return Reply.json(answer);
    }

    private Reply profile(Context request, AccessToken token) {
        int total = mailbox(token).all().size();
        return Reply.json(Json.object()
                .put("emailAddress", token.account().login())
                .put("messagesTotal", total)
                .put("threadsTotal", total)
                .put("historyId", Integer.toString(total + 1)));
    }

    private static ObjectNode payload(GmailMessage message, boolean withBody) {
        ObjectNode payload = Json.object();
        ArrayNode headers = payload.putArray("headers");
        message.headers()
                .forEach((name, value) -> headers.addObject().put("name", name).put("value", value));
        payload.put("mimeType", message.content().html().isEmpty() ? "text/plain" : "text/html");
        if (withBody) {
            byte[] body = (message.content().html().isEmpty()
                            ? message.content().text()
                            : message.content().html())
                    .getBytes(StandardCharsets.UTF_8);
            payload.putObject("body")
                    .put("size", body.length)
                    .put("data", Base64.getUrlEncoder().encodeToString(body));
        }
        return payload;
    }

    private static ObjectNode ids(GmailMessage message) {
        return Json.object()
                .put("id", message.ids().id())
                .put("threadId", message.ids().threadId());
    }

    private GmailMailbox mailbox(AccessToken token) {
        return mailboxes.computeIfAbsent(token.account().login(), GmailMailbox::new);
    }

    private static boolean metadataOnly(AccessToken token) {
        return token.scopes().contains(GoogleScopes.AUTH + "gmail.metadata")
                && !token.allowsAny(Set.of(
                        GoogleScopes.AUTH + "gmail.readonly", GoogleScopes.AUTH + "gmail.modify", GoogleScopes.MAIL));
    }

    private static int number(Context request, String name, int otherwise) {
        String value = request.queryParam(name);
        return value == null || !value.matches("\\d{1,9}") ? otherwise : Integer.parseInt(value);
    }
}
