package dev.patchbay.http;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The handler of a function behind the HTTP API. AWS's runtime client hands a stream handler the event's bytes, which {@link HttpEvents}
 * reads: for a handler of objects the client would load 800 classes of a JSON library of its own first.
 */
public interface HttpFunction
        extends RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse>, RequestStreamHandler {
    @Override
    default void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        HttpEvents.write(handleRequest(HttpEvents.read(event), context), answer);
    }
}
