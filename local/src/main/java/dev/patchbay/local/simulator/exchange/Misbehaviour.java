package dev.patchbay.local.simulator.exchange;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A fault that a simulator can be asked to show. In JSON, the field {@code kind} names it. Omitted fields have
 * defaults: once, on any path, for any account.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Misbehaviour.Answer.class, name = "answer"),
    @JsonSubTypes.Type(value = Misbehaviour.RateLimit.class, name = "rate-limit"),
    @JsonSubTypes.Type(value = Misbehaviour.Delay.class, name = "delay"),
    @JsonSubTypes.Type(value = Misbehaviour.DelayAfterActing.class, name = "delay-after-acting"),
    @JsonSubTypes.Type(value = Misbehaviour.AnswerAfterActing.class, name = "answer-after-acting"),
    @JsonSubTypes.Type(value = Misbehaviour.SlowBody.class, name = "slow-body"),
    @JsonSubTypes.Type(value = Misbehaviour.Omit.class, name = "omit"),
    @JsonSubTypes.Type(value = Misbehaviour.Say.class, name = "say"),
    @JsonSubTypes.Type(value = Misbehaviour.DropBeforeActing.class, name = "drop-before-acting"),
    @JsonSubTypes.Type(value = Misbehaviour.DropAfterActing.class, name = "drop-after-acting"),
    @JsonSubTypes.Type(value = Misbehaviour.ExpireAccessTokens.class, name = "expire-access-tokens"),
    @JsonSubTypes.Type(value = Misbehaviour.EndRefreshTokens.class, name = "end-refresh-tokens"),
    @JsonSubTypes.Type(value = Misbehaviour.RevokeGrant.class, name = "revoke-grant"),
    @JsonSubTypes.Type(value = Misbehaviour.GrantOnly.class, name = "grant-only")
})
public sealed interface Misbehaviour {

    /** Something that befalls coming requests. */
    sealed interface Fault extends Misbehaviour {

        /** The end of the provider's own path, such as {@code /token}; empty means every path. */
        String path();

        /** How many requests it befalls. */
        int times();
    }

    /** Does not act, and answers with this. */
    record Answer(String path, int times, int status, String body, Map<String, String> headers) implements Fault {
        public Answer {
            path = orEmpty(path);
            times = orOnce(times);
            body = orEmpty(body);
            headers = Map.copyOf(Objects.requireNonNullElse(headers, Map.of()));
            if (status < 100 || status > 599) {
                throw new IllegalArgumentException("status must be from 100 to 599, not " + status + ".");
            }
        }

        public Answer(String path, int times, int status) {
            this(path, times, status, "", Map.of());
        }
    }

    /**
     * Does not act, and answers as the provider does when it is called too often.
     *
     * @param retryAfter value of the header: seconds, a fraction or an HTTP date; empty means that it is not sent
     */
    record RateLimit(String path, int times, String retryAfter) implements Fault {
        public RateLimit {
            path = orEmpty(path);
            times = orOnce(times);
            retryAfter = orEmpty(retryAfter);
        }
    }

    /** Waits, then acts and answers as always. */
    record Delay(String path, int times, long milliseconds) implements Fault {
        public Delay {
            path = orEmpty(path);
            times = orOnce(times);
            if (milliseconds < 0) {
                throw new IllegalArgumentException("milliseconds must not be negative.");
            }
        }
    }

    /** Acts, waits, then answers: a caller that has timed out does not know the outcome. */
    record DelayAfterActing(String path, int times, long milliseconds) implements Fault {
        public DelayAfterActing {
            path = orEmpty(path);
            times = orOnce(times);
            if (milliseconds < 0) {
                throw new IllegalArgumentException("milliseconds must not be negative.");
            }
        }
    }

    /** Acts, and answers with this status: as a gateway does that loses the service behind it. */
    record AnswerAfterActing(String path, int times, int status) implements Fault {
        public AnswerAfterActing {
            path = orEmpty(path);
            times = orOnce(times);
            if (status < 100 || status > 599) {
                throw new IllegalArgumentException("status must be from 100 to 599, not " + status + ".");
            }
        }
    }

    /** Acts, and sends the headers of its answer at once but its body one byte at a time, with a pause before each. */
    record SlowBody(String path, int times, long millisecondsPerByte) implements Fault {
        public SlowBody {
            path = orEmpty(path);
            times = orOnce(times);
            if (millisecondsPerByte < 0) {
                throw new IllegalArgumentException("millisecondsPerByte must not be negative.");
            }
        }
    }

    /** Acts, and answers without these top-level fields of its JSON: a token answer without its refresh token. */
    record Omit(String path, int times, Set<String> fields) implements Fault {
        public Omit {
            path = orEmpty(path);
            times = orOnce(times);
            fields = Set.copyOf(Objects.requireNonNullElse(fields, Set.of()));
        }
    }

    /** Acts, and answers with these top-level fields in its JSON: a token answer by which the grant ends in three days. */
    record Say(String path, int times, Map<String, JsonNode> fields) implements Fault {
        public Say {
            path = orEmpty(path);
            times = orOnce(times);
            fields = Map.copyOf(Objects.requireNonNullElse(fields, Map.of()));
        }

        /** Once, a number. */
        public Say(String path, String field, long number) {
            this(path, 1, Map.of(field, LongNode.valueOf(number)));
        }
    }

    /** Closes the connection without acting. */
    record DropBeforeActing(String path, int times) implements Fault {
        public DropBeforeActing {
            path = orEmpty(path);
            times = orOnce(times);
        }
    }

    /** Acts, then closes the connection without an answer: the caller does not know the outcome. */
    record DropAfterActing(String path, int times) implements Fault {
        public DropAfterActing {
            path = orEmpty(path);
            times = orOnce(times);
        }
    }

    /** Expires every access token issued so far; refresh tokens stay valid. */
    record ExpireAccessTokens(String account) implements Misbehaviour {
        public ExpireAccessTokens {
            account = orEmpty(account);
        }
    }

    /** Ends every refresh token issued so far; access tokens stay valid until they expire. */
    record EndRefreshTokens(String account) implements Misbehaviour {
        public EndRefreshTokens {
            account = orEmpty(account);
        }
    }

    /** The account revokes its grant, which ends all its tokens. For an API key, the key is deleted. */
    record RevokeGrant(String account) implements Misbehaviour {
        public RevokeGrant {
            account = orEmpty(account);
        }
    }

    /** The next consent grants these scopes only, whatever was ticked, as if an administrator allowed no others. */
    record GrantOnly(Set<String> scopes) implements Misbehaviour {
        public GrantOnly {
            scopes = Set.copyOf(Objects.requireNonNullElse(scopes, Set.of()));
        }
    }

    private static String orEmpty(String value) {
        return Objects.requireNonNullElse(value, "");
    }

    private static int orOnce(int times) {
        if (times < 0) {
            throw new IllegalArgumentException("times must be 1 or more.");
        }
        return times == 0 ? 1 : times;
    }
}
