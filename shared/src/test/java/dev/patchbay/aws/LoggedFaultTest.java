package dev.patchbay.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.Test;

class LoggedFaultTest {
    private static final URI ANYWHERE = URI.create("http://localhost");

    @Test
    void messageOfALibraryIsLeftOutThroughAllCauses() {
        Throwable quoting =
                catchThrowable(() -> HttpRequest.newBuilder(ANYWHERE).header("Authorization", "Bearer s3cret\u0000"));
        Throwable wrapped = new IllegalStateException(quoting.toString(), new RuntimeException(quoting));
        wrapped.setStackTrace(quoting.getStackTrace());

        String logged = printed(LoggedFault.of(wrapped));

        assertThat(printed(wrapped)).contains("s3cret");
        assertThat(logged)
                .doesNotContain("s3cret")
                .contains("java.lang.IllegalArgumentException", "HttpRequestBuilderImpl");
    }

    @Test
    void messageOfThisProjectIsKept() {
        assertThat(printed(LoggedFault.of(new IllegalStateException("The item has no fence"))))
                .contains("java.lang.IllegalStateException: The item has no fence");
    }

    private static String printed(Throwable fault) {
        StringWriter text = new StringWriter();
        fault.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
