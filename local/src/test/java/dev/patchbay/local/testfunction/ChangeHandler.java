package dev.patchbay.local.testfunction;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Prints each change, and reports as failed the first whose id begins with {@code fail}. */
public final class ChangeHandler implements RequestHandler<DynamodbEvent, StreamsEventResponse> {
    @Override
    public StreamsEventResponse handleRequest(DynamodbEvent event, Context context) {
        List<StreamsEventResponse.BatchItemFailure> failures = new ArrayList<>();
        for (DynamodbEvent.DynamodbStreamRecord change : event.getRecords()) {
            String id = Objects.requireNonNull(
                            change.getDynamodb().getNewImage().get("id"))
                    .getS();
            System.out.println("change " + id);
            if (id.startsWith("fail")) {
                failures.add(new StreamsEventResponse.BatchItemFailure(
                        change.getDynamodb().getSequenceNumber()));
                break;
            }
        }
        return new StreamsEventResponse(failures);
    }
}
