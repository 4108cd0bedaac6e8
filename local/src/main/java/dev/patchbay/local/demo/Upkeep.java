package dev.patchbay.local.demo;

import static dev.patchbay.local.demo.StepFailed.expect;
import static dev.patchbay.local.demo.StepFailed.unless;

import com.fasterxml.jackson.databind.JsonNode;
import dev.patchbay.local.LocalCloud;
import dev.patchbay.local.aws.MailService.Mail;
import dev.patchbay.local.client.Answer;
import dev.patchbay.local.simulator.exchange.Misbehaviour;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The steps of the demo that Ann does not start: her connections end and expire. Not thread-safe. */
final class Upkeep {
    private static final String JOHN = "john@gmail.com";
    private static final String REVOKED = "Gmail access was revoked";

    private final LocalCloud cloud;
    private final Walk ann;
    private final String address;

    /** @param address where Ann gets her mail */
    Upkeep(LocalCloud cloud, Walk ann, String address) {
        this.cloud = cloud;
        this.ann = ann;
        this.address = address;
    }

    void keep(Steps steps) {
        steps.step("A token expires and is refreshed unseen", () -> {
            int before = tokenRequests();
            cloud.simulators().google().misbehave(new Misbehaviour.ExpireAccessTokens(JOHN));
            expect(
                    "status",
                    "succeeded",
                    send("After the token's end", Map.of()).text("/status"));
            expect("token requests", 1, tokenRequests() - before);
            return "the mail went out, with a token that Google had just given";
        });
        steps.step("Access is revoked at Google, and the agent stops", () -> {
            ann.client().put("/api/agents/outreach", Map.of("name", "Outreach", "uses", List.of("gmail", "slack")));
            cloud.simulators().google().misbehave(new Misbehaviour.RevokeGrant(JOHN));
            expect("message", REVOKED, byAgent("Never sent").text("/error/message"));
            Answer agent = ann.await(
                    () -> ann.client().get("/api/agents/outreach"),
                    seen -> seen.text("/status").equals("paused"));
            expect("agent", "paused", agent.text("/status"));
            return "Outreach is paused: " + agent.text("/pause/message");
        });
        steps.step("What the paused agent asks for is refused with the reason", () -> {
            Answer refused = ann.client().post("/api/actions", mail("Refused", Map.of("agentId", "outreach")));
            expect("status", 409, refused.status());
            expect("code", "agent_paused", refused.text("/code"));
            return refused.text("/detail");
        });
        steps.step("Ann reads of either in the app, and gets one mail", () -> {
            List<String> shown = List.of(REVOKED, REVOKED + ": agent \"Outreach\" failed");
            expect("notifications", shown, ann.await(this::notifications, listed -> listed.size() >= shown.size()));
            List<String> mails = ann.await(this::mails, sent -> !sent.isEmpty());
            expect("mails", 1, mails.size());
            unless(shown.containsAll(mails), "the mail is " + mails);
            return String.join(", ", shown);
        });
        steps.step("Ann reconnects, and the agent goes on", () -> {
            String message = ann.reconnect("gmail", JOHN);
            expect("message", "Gmail reconnected. Resume paused agents to continue.", message);
            Answer resumed = ann.client().post("/api/agents/outreach/resume", Map.of());
            expect("agent", "running", resumed.text("/status"));
            expect("status", "succeeded", byAgent("Back again").text("/status"));
            return message;
        });
    }

    void forecast(Steps steps) {
        steps.step("Ann connects LinkedIn, for as long as it lets her: three days", () -> {
            Misbehaviour threeDays = new Misbehaviour.Say(
                    "/accessToken", "expires_in", Duration.ofDays(3).toSeconds());
            cloud.simulators().linkedIn().misbehave(threeDays);
            return ann.connect("linkedin", "john@acme.example");
        });
        steps.step("The daily check sees that it will end, and Ann is mailed", () -> {
            String outcome = cloud.fire("Daily").orThrow();
            unless(outcome.contains("\"warned\":1"), "the check answered " + outcome);
            Mail mail = ann.awaitMail(address, "LinkedIn integration expires soon");
            return mail.text()
                    .lines()
                    .filter(line -> line.contains("will expire in 3 days"))
                    .findFirst()
                    .orElseThrow(() -> new StepFailed("the mail says " + mail.text()));
        });
        steps.step("The same check again reports nothing more", () -> {
            String outcome = cloud.fire("Daily").orThrow();
            unless(outcome.contains("\"warned\":0"), "the check answered " + outcome);
            return outcome;
        });
        steps.step("The list of integrations says why, and what to do", () -> {
            Answer answer = ann.client().get("/api/connections/" + ann.connectionOf("linkedin"));
            expect("days left", "3", answer.text("/expiring/daysLeft"));
            return answer.text("/nextStep") + ". " + answer.text("/expiring/why");
        });
    }

    private int tokenRequests() {
        return cloud.simulators().requests("google", "/token").size();
    }

    private List<String> mails() {
        return cloud.aws().mail().mails().stream().map(Mail::subject).sorted().toList();
    }

    private List<String> notifications() {
        JsonNode listed = ann.client().get("/api/notifications").json().path("notifications");
        return listed.findValuesAsText("subject").stream().sorted().toList();
    }

    private Answer byAgent(String subject) throws StepFailed {
        return send(subject, Map.of("agentId", "outreach"));
    }

    private Answer send(String subject, Map<String, Object> more) throws StepFailed {
        return ann.act(mail(subject, more), Map.of());
    }

    private static Map<String, Object> mail(String subject, Map<String, Object> more) {
        Map<String, Object> action = new HashMap<>(more);
        action.put("provider", "gmail");
        action.put("action", "gmail.send-email");
        action.put("input", Map.of("to", List.of("maria@example.com"), "subject", subject, "text", "Hello Maria"));
        return action;
    }
}
