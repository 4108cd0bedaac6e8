package dev.patchbay.aws;

import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** Distinguishes requests that AWS will always refuse from those that may succeed if they are sent again. */
public final class Refusal {
    /**
     * The errors with a status of 400 to 499 that depend on the moment: another write at the same time, credentials that are replaced, a
     * slow connection. Source: DynamoDB developer guide, "Error handling"; "Common errors" of the API references of DynamoDB, KMS and SQS.
     */
    private static final Set<String> OF_THE_MOMENT = Set.of(
            "ConditionalCheckFailedException",
            "TransactionConflictException",
            "TransactionInProgressException",
            "ExpiredToken",
            "ExpiredTokenException",
            "RequestExpired",
            "RequestTimeout",
            "RequestTimeoutException",
            "PriorRequestNotComplete");

    /** The reasons for which a part of a transaction is refused whenever it is sent. */
    private static final Set<String> OF_A_PART = Set.of("ValidationError", "ItemCollectionSizeLimitExceeded");

    private Refusal() {}

    /** Whether AWS refused something as it is, so that no repetition changes that. */
    public static boolean isFinal(RuntimeException failure) {
        return switch (failure) {
            case TransactionCanceledException canceled ->
                canceled.cancellationReasons().stream().anyMatch(reason -> OF_A_PART.contains(reason.code()));
            case AwsServiceException refused ->
                refused.statusCode() / 100 == 4
                        && !refused.isThrottlingException()
                        && !refused.isClockSkewException()
                        && !OF_THE_MOMENT.contains(code(refused));
            default -> false;
        };
    }

    private static String code(AwsServiceException refused) {
        return Optional.ofNullable(refused.awsErrorDetails())
                .map(AwsErrorDetails::errorCode)
                .orElse("");
    }
}
