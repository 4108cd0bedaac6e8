package dev.patchbay.tests.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.patchbay.notification.Confirmations;
import dev.patchbay.notification.DailyCounts;
import dev.patchbay.notification.Recipient;
import dev.patchbay.notification.Recipients;
import dev.patchbay.tenant.EmailAddress;
import dev.patchbay.tenant.Member;
import dev.patchbay.tenant.MemberId;
import dev.patchbay.tenant.Role;
import dev.patchbay.tenant.WorkspaceId;
import dev.patchbay.testing.MovableClock;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import dev.patchbay.tests.fixture.CountedRequests;
import dev.patchbay.tests.fixture.Together;
import dev.patchbay.vault.OneTimeToken;
import dev.patchbay.vault.Secret;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An address gets notifications if the token names it or the link that was sent there was opened, and in no other way. */
@Tag("aws")
@ExtendWith(AwsUnderTest.class)
class ConfirmationsTest {
    private static final EmailAddress TOKEN = new EmailAddress("ann@acme.example");

    private final EmailAddress team = address();
    private final MovableClock clock = new MovableClock();
    private final DynamoDbClient dynamoDb;
    private final Aws aws;
    private final Recipients recipients;
    private final Confirmations confirmations;
    private final Member ann;

    ConfirmationsTest(Aws aws) {
        this.aws = aws;
        dynamoDb = aws.clients().dynamoDb();
        recipients = new Recipients(dynamoDb, aws.table("RecipientsTable"));
        confirmations = confirmations(dynamoDb);
        ann = member(aws.newWorkspace(), "ann");
    }

    @Test
    void aChosenAddressGetsNothingBeforeItsLinkIsOpened() {
        Secret link = begun(team);

        assertThat(known().email()).contains(TOKEN);
        assertThat(known().unconfirmed()).contains(team);
        assertThat(opened(link)).isTrue();
        assertThat(known().email()).contains(team);
        assertThat(known().unconfirmed()).isEmpty();
    }

    @Test
    void aLinkIsGoodOnce() {
        Secret link = begun(team);
        opened(link);

        assertThat(confirmations.confirm(link)).isFalse();
        assertThat(known().email()).contains(team);
    }

    @Test
    void aLinkEndsAfterADay() {
        Secret link = begun(team);
        clock.advance(Duration.ofHours(24));

        assertThat(confirmations.confirm(link)).isFalse();
        assertThat(known().email()).contains(TOKEN);
        assertThat(known().awaits(team, clock.instant())).isFalse();
    }

    @Test
    void aLinkIsGoodUntilItsDayIsOver() {
        Secret link = begun(team);
        clock.advance(Duration.ofHours(24).minusMillis(1));

        assertThat(opened(link)).isTrue();
    }

    @Test
    void anotherAddressInvalidatesTheLink() {
        Secret first = begun(team);
        EmailAddress other = address();
        Secret second = begun(other);

        assertThat(confirmations.confirm(first)).isFalse();
        assertThat(opened(second)).isTrue();
        assertThat(known().email()).contains(other);
        assertThat(known().trusts(team)).isFalse();
    }

    @Test
    void goingBackToTheTokensAddressInvalidatesTheLink() {
        Secret link = begun(team);
        recipients.prefer(ann, Optional.empty(), Set.of());

        assertThat(confirmations.confirm(link)).isFalse();
        assertThat(known().email()).contains(TOKEN);
    }

    @Test
    void aReplacedAddressMustBeConfirmedAgain() {
        opened(begun(team));
        recipients.prefer(ann, Optional.empty(), Set.of());

        recipients.prefer(ann, Optional.of(team), Set.of());

        assertThat(known().email()).contains(TOKEN);
        assertThat(known().unconfirmed()).contains(team);
    }

    @Test
    void aLinkConfirmsNoAddressButTheOneItWasSentTo() {
        Secret link = begun(team);
        await().until(() -> indexed(link));
        // As a function of the version before would write it.
        dynamoDb.updateItem(update -> update.tableName(aws.table("RecipientsTable"))
                .key(Map.of(
                        "workspace", AttributeValue.fromS(ann.workspace().value()),
                        "member", AttributeValue.fromS(ann.id().value())))
                .updateExpression("SET chosenEmail = :v")
                .expressionAttributeValues(Map.of(":v", AttributeValue.fromS("victim@example.com"))));

        confirmations.confirm(link);

        assertThat(known().email()).contains(TOKEN);
        assertThat(known().trusts(new EmailAddress("victim@example.com"))).isFalse();
    }

    @Test
    void changingKindsKeepsAConcurrentNewAddress() {
        begun(team);
        EmailAddress own = address();
        Secret link = begun(own);

        assertThat(recipients.mute(ann, team, Set.of())).isEmpty();

        opened(link);
        assertThat(known().email()).contains(own);
    }

    @Test
    void aLinkOfAMemberWhoWasErasedBringsNothingBack() {
        Secret link = begun(team);
        await().until(() -> indexed(link));
        dynamoDb.deleteItem(delete -> delete.tableName(aws.table("RecipientsTable"))
                .key(Map.of(
                        "workspace", AttributeValue.fromS(ann.workspace().value()),
                        "member", AttributeValue.fromS(ann.id().value()))));

        assertThat(confirmations.confirm(link)).isFalse();
        assertThat(recipients.of(ann.workspace())).isEmpty();
    }

    @Test
    void aLinkThatWasNotSentIsForgottenAndALaterOneIsNot() {
        Secret lost = begun(team);
        Secret next = begun(team);

        confirmations.forget(ann, team, lost);
        assertThat(known().awaits(team, clock.instant())).isTrue();
        confirmations.forget(ann, team, next);

        assertThat(known().awaits(team, clock.instant())).isFalse();
        assertThat(confirmations.confirm(next)).isFalse();
    }

    @Test
    void aLinkIsStoredAsItsHash() {
        Secret link = begun(team);

        assertThat(dynamoDb.scan(scan -> scan.tableName(aws.table("RecipientsTable")))
                        .items()
                        .toString())
                .doesNotContain(link.reveal());
    }

    @Test
    void aMemberHasThreeMailsADay() {
        for (int i = 0; i < DailyCounts.LINKS_OF_A_MEMBER; i++) {
            begun(address());
        }
        EmailAddress before = known().unconfirmed().orElseThrow();

        assertThat(confirmations.begin(ann, address(), Set.of(), token())).isFalse();
        assertThat(known().unconfirmed()).as("nothing has changed").contains(before);
        clock.advance(Duration.ofDays(1));
        begun(address());
    }

    @Test
    void linksThatCouldNotBeSentUseUpNothingOfTheLimits() {
        for (int i = 0; i <= DailyCounts.LINKS_OF_A_WORKSPACE; i++) {
            Secret link = begun(team);
            confirmations.forget(ann, team, link);
        }

        for (int i = 0; i < DailyCounts.LINKS_OF_A_MEMBER; i++) {
            begun(team);
        }
        assertThat(confirmations.begin(ann, team, Set.of(), token())).isFalse();
    }

    @Test
    void limitsMailsToAnAddressPerWorkspaceAndDay() {
        WorkspaceId other = aws.newWorkspace();
        for (int i = 0; i < DailyCounts.LINKS_TO_AN_ADDRESS; i++) {
            assertThat(confirmations.begin(member(other, "m" + i), team, Set.of(), token()))
                    .isTrue();
        }

        assertThat(confirmations.begin(member(other, "m"), team, Set.of(), token()))
                .isFalse();
        for (int i = 0; i < DailyCounts.LINKS_OF_A_MEMBER; i++) {
            begun(team);
        }
    }

    @Test
    void anAddressGetsTenMailsADayFromAllWorkspacesTogether() {
        for (int i = 0; i < DailyCounts.LINKS_TO_AN_ADDRESS_OF_ALL; i++) {
            assertThat(confirmations.begin(member(aws.newWorkspace(), "m"), team, Set.of(), token()))
                    .isTrue();
        }

        EmailAddress sameInCapitals = new EmailAddress(team.value().toUpperCase(Locale.ROOT));
        for (EmailAddress spelt : List.of(team, sameInCapitals)) {
            assertThat(confirmations.begin(member(aws.newWorkspace(), "m"), spelt, Set.of(), token()))
                    .isFalse();
        }
    }

    @Test
    void aWorkspaceHasTwentyMailsADay() {
        for (int i = 0; i < DailyCounts.LINKS_OF_A_WORKSPACE; i++) {
            assertThat(confirmations.begin(member(ann.workspace(), "member-" + i), address(), Set.of(), token()))
                    .isTrue();
        }

        assertThat(confirmations.begin(ann, address(), Set.of(), token())).isFalse();
        assertThat(confirmations.begin(member(aws.newWorkspace(), "ann"), address(), Set.of(), token()))
                .isTrue();
    }

    @Test
    void requestsAtTheSameMomentDoNotExceedTheLimit() throws InterruptedException, ExecutionException {
        List<Boolean> begun = Together.call(8, () -> {
            try {
                return confirmations.begin(ann, address(), Set.of(), token());
            } catch (RuntimeException conflict) {
                // DynamoDB cancels transactions that meet; a caller sends the request again.
                return false;
            }
        });

        assertThat(begun.stream().filter(done -> done).count()).isBetween(1L, (long) DailyCounts.LINKS_OF_A_MEMBER);
    }

    @Test
    void beginningMakesOneRequestAndOpeningTwo() {
        CountedRequests counted = new CountedRequests();
        Confirmations observed = confirmations(
                counted.of(aws.clients().configured(DynamoDbClient.builder())).build());
        Secret link = token();

        observed.begin(ann, team, Set.of(), link);
        await().until(() -> indexed(link));
        observed.confirm(link);

        assertThat(counted.operations()).containsExactly("TransactWriteItems", "Query", "UpdateItem");
    }

    private Secret begun(EmailAddress address) {
        Secret link = token();
        assertThat(confirmations.begin(ann, address, Set.of(), link)).isTrue();
        return link;
    }

    /** Opens a link once the index shows it. */
    private boolean opened(Secret link) {
        await().until(() -> indexed(link));
        return confirmations.confirm(link);
    }

    private boolean indexed(Secret link) {
        return !dynamoDb.query(query -> query.tableName(aws.table("RecipientsTable"))
                        .indexName("byConfirmation")
                        .keyConditionExpression("confirmation = :c")
                        .expressionAttributeValues(
                                Map.of(":c", AttributeValue.fromS(OneTimeToken.hash(link.reveal())))))
                .items()
                .isEmpty();
    }

    private Recipient known() {
        return recipients.of(ann.workspace(), ann.id());
    }

    private Confirmations confirmations(DynamoDbClient client) {
        DailyCounts counts = new DailyCounts(client, aws.table("NotificationsTable"), clock);
        return new Confirmations(client, aws.table("RecipientsTable"), counts, clock);
    }

    private static Member member(WorkspaceId workspace, String id) {
        return new Member(workspace, new MemberId(id), Role.MEMBER, Optional.of(TOKEN));
    }

    private static EmailAddress address() {
        return new EmailAddress("team-" + UUID.randomUUID() + "@acme.example");
    }

    private static Secret token() {
        return OneTimeToken.random(new SecureRandom());
    }
}
