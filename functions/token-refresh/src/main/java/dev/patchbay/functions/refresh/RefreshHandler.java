package dev.patchbay.functions.refresh;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.patchbay.aws.AwsClients;
import java.util.Map;

/** Refreshes connections that are due, as the schedule queued them. Thread-safe. */
public final class RefreshHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {
    private final RefreshWorker worker;

    public RefreshHandler() {
        this(System.getenv(), AwsClients.ofEnvironment());
    }

    RefreshHandler(Map<String, String> environment, AwsClients aws) {
        worker = RefreshParts.worker(environment, aws);
    }

    @Override
    public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
        return worker.work(event, context);
    }
}
