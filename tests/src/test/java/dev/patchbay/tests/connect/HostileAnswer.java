package dev.patchbay.tests.connect;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** The answer to a request, from the status line to the last byte. */
final class HostileAnswer {
    private final byte[] bytes;

    private HostileAnswer(byte[] bytes) {
        this.bytes = bytes;
    }

    byte[] bytes() {
        return bytes.clone();
    }

    static HostileAnswer json(int status, String body) {
        return of(status, "Content-Type: application/json\r\n", body.getBytes(StandardCharsets.UTF_8));
    }

    static HostileAnswer html(int status) {
        return of(
                status,
                "Content-Type: text/html\r\n",
                "<html>Sign in to the network</html>".getBytes(StandardCharsets.UTF_8));
    }

    static HostileAnswer encoded(Charset charset, String body) {
        return of(200, "Content-Type: application/json\r\n", body.getBytes(charset));
    }

    /** @param headers each with its line end */
    static HostileAnswer with(int status, String headers, String body) {
        return of(status, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    /** As many spaces as unpack from a thousandth of them, around the JSON. */
    static HostileAnswer gzipBomb(String json) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(json.getBytes(StandardCharsets.UTF_8));
            gzip.write(" ".repeat(20_000_000).getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return of(200, "Content-Type: application/json\r\nContent-Encoding: gzip\r\n", packed.toByteArray());
    }

    /** Promises more than it sends. */
    static HostileAnswer cutOff(String body) {
        String head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n";
        return new HostileAnswer((head + body).getBytes(StandardCharsets.UTF_8));
    }

    /** Closes the connection without a byte. */
    static HostileAnswer silence() {
        return new HostileAnswer(new byte[0]);
    }

    private static HostileAnswer of(int status, String headers, byte[] body) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        String head = "HTTP/1.1 " + status + " Status\r\n" + headers + "Content-Length: " + body.length
                + "\r\nConnection: close\r\n\r\n";
        all.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
        all.writeBytes(body);
        return new HostileAnswer(all.toByteArray());
    }
}
