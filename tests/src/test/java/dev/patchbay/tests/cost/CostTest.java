package dev.patchbay.tests.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.patchbay.local.aws.Recording;
import dev.patchbay.local.aws.RequestLog.AwsRequest;
import dev.patchbay.local.client.PatchbayClient;
import dev.patchbay.local.lambda.Functions;
import dev.patchbay.local.template.EventSource;
import dev.patchbay.local.template.FunctionResource;
import dev.patchbay.local.template.Stack;
import dev.patchbay.tests.cost.CostModel.Action;
import dev.patchbay.tests.cost.CostModel.Idle;
import dev.patchbay.tests.cost.CostModel.Invocation;
import dev.patchbay.tests.documents.Templates;
import dev.patchbay.tests.fixture.StackUnderTest;
import dev.patchbay.tests.fixture.Tenant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What docs/cost.md says, from what the running stack makes of an action and from what the templates have. */
@ExtendWith(StackUnderTest.class)
class CostTest {
    private static final Path ROOT = Path.of(System.getProperty("project.root"));
    private static final int ACTIONS = 10;
    private static final double MINUTES_A_MONTH = 730 * 60.0;
    private static final Pattern RATE = Pattern.compile("rate\\((\\d+) minutes?\\)");

    /** In the order in which an action passes through them, with the seconds that each takes. */
    private static final Map<String, Double> FUNCTIONS =
            Map.of("ActionsFunction", 0.03, "ActionGmailFunction", 0.4, "EventRelayFunction", 0.015);

    private static final double MOST_A_MILLION = 15;
    private static final double MOST_A_MONTH = 6;
    /** Some 1.0 are counted; a number may have a digit more, and a slow call a line. */
    private static final double LOG_KILOBYTES = 1.5;

    private final Tenant tenant;
    private final PatchbayClient owner;

    CostTest(Tenant tenant) {
        this.tenant = tenant;
        this.owner = tenant.owner();
    }

    @Test
    void aMillionActionsCostWhatThePageSays() throws Exception {
        Action action = counted();
        Map<String, Double> costs = CostModel.aMillion(action);

        assertThat(CostModel.together(costs)).isLessThanOrEqualTo(MOST_A_MILLION);
        assertPageHas(CostModel.table("a million actions", costs));
    }

    @Test
    void aStageThatDoesNothingCostsWhatThePageSays() throws Exception {
        Map<String, Double> costs = CostModel.aMonth(idle());

        assertThat(CostModel.together(costs)).isLessThanOrEqualTo(MOST_A_MONTH);
        assertPageHas(CostModel.table("a stage that does nothing, a month", costs));
    }

    /** Warm, one after the other. */
    private Action counted() {
        tenant.connect(owner, "gmail", "john@gmail.com");
        for (int warmUp = 0; warmUp < 3; warmUp++) {
            act("to warm up");
        }
        Stack stack = tenant.cloud().stack();
        Map<String, String> callers = FUNCTIONS.keySet().stream()
                .collect(Collectors.toMap(id -> Functions.accessKey(stack.function(id)), id -> id));
        int linesBefore = tenant.cloud().functionLog().lines().size();
        int eventsBefore = tenant.cloud().publishedEvents().size();
        try (Recording recording = tenant.cloud().requestLog().startRecording()) {
            for (int action = 0; action < ACTIONS; action++) {
                act("counted");
            }
            double writeUnits = 0;
            double readUnits = 0;
            for (Recording.RecordedRequest recorded : recording.requests()) {
                AwsRequest request = recorded.request();
                if (callers.containsKey(request.caller())) {
                    boolean reads = Set.of("GetItem", "Query").contains(request.operation());
                    readUnits += reads ? recorded.capacityUnits() : 0;
                    writeUnits += reads ? 0 : recorded.capacityUnits();
                }
            }
            double logBytes = tenant.cloud().functionLog().lines().stream()
                    .skip(linesBefore)
                    .filter(line -> FUNCTIONS.containsKey(line.function()))
                    .mapToInt(line -> line.text().length())
                    .sum();
            assertThat(logBytes / ACTIONS / 1_000).isLessThanOrEqualTo(LOG_KILOBYTES);
            long events = tenant.cloud().publishedEvents().stream()
                    .skip(eventsBefore)
                    .filter(published -> published.event().toString().contains(tenant.workspace()))
                    .count();
            return new Action(
                    Math.ceil(writeUnits / ACTIONS),
                    Math.ceil(readUnits / ACTIONS * 2) / 2,
                    LOG_KILOBYTES,
                    (int) events / ACTIONS,
                    FUNCTIONS.entrySet().stream()
                            .map(function -> new Invocation(
                                    function.getKey(),
                                    stack.function(function.getKey()).memoryMegabytes() / 1024.0,
                                    function.getValue()))
                            .toList());
        }
    }

    /** Submits an action and waits for its event, without asking for it: a question is a request too. */
    private void act(String subject) {
        String id = owner.post("/api/actions", Tenant.mail(subject)).text("/actionId");
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(25))
                .until(() -> tenant.cloud().publishedEvents().stream()
                        .anyMatch(published -> published.event().toString().contains(id)));
    }

    private Idle idle() {
        String template = Templates.text();
        Stack stack = tenant.cloud().stack();
        List<EventSource.Queue> queues = stack.functions().stream()
                .flatMap(function -> function.events(EventSource.Queue.class))
                .toList();
        int fifo = (int) queues.stream()
                .filter(queue -> queue.queueArn().endsWith(".fifo"))
                .count();
        int alarms = count(template, "Type: AWS::CloudWatch::Alarm");
        int sums = count(template, "- { Id: total");
        return new Idle(
                alarms - sums + count(template, "MetricStat:"),
                stack.keys().size(),
                fifo,
                queues.size() - fifo,
                stack.functions().stream().mapToDouble(CostTest::runsAMonth).sum());
    }

    private static double runsAMonth(FunctionResource function) {
        return function.events(EventSource.Schedule.class)
                .map(schedule -> RATE.matcher(schedule.expression()))
                .filter(Matcher::matches)
                .mapToDouble(rate -> MINUTES_A_MONTH / Integer.parseInt(rate.group(1)))
                .sum();
    }

    private static int count(String text, String part) {
        return (int)
                Pattern.compile(Pattern.quote(part)).matcher(text).results().count();
    }

    private static void assertPageHas(String table) throws IOException {
        System.out.println(table);
        assertThat(Files.readString(ROOT.resolve("docs/cost.md"))).contains(table);
    }
}
