package dev.patchbay.local.simulator.exchange;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/** The bytes that were meant: Google's client compresses what it sends, and Google's APIs take that. */
public final class RequestBody {

    private RequestBody() {}

    public static byte[] bytes(Context context) {
        byte[] sent = context.bodyAsBytes();
        if (!"gzip".equalsIgnoreCase(context.header("Content-Encoding"))) {
            return sent;
        }
        try (GZIPInputStream inflated = new GZIPInputStream(new ByteArrayInputStream(sent))) {
            return inflated.readAllBytes();
        } catch (IOException notGzip) {
            throw new BadRequestResponse("The body is not the gzip that Content-Encoding promises.");
        }
    }
}
