package dev.patchbay.aws;

import java.io.Serial;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * A fault as it is logged: its classes and where they were thrown, and of the messages only those that this project's code and the AWS
 * SDK wrote. An HTTP library quotes a header that it refuses, a parser the text that it cannot read, and either may be a secret.
 */
public final class LoggedFault extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final int MOST_CAUSES = 10;

    private LoggedFault(String message) {
        super(message);
    }

    /** The fault without what its messages may quote. */
    public static LoggedFault of(Throwable fault) {
        return of(fault, MOST_CAUSES);
    }

    private static LoggedFault of(Throwable fault, int causes) {
        String name = fault.getClass().getName();
        LoggedFault logged = new LoggedFault(isPlain(fault) ? name + ": " + fault.getMessage() : name);
        logged.setStackTrace(fault.getStackTrace());
        if (fault.getCause() != null && causes > 0) {
            logged.initCause(of(fault.getCause(), causes - 1));
        }
        return logged;
    }

    private static boolean isPlain(Throwable fault) {
        StackTraceElement[] thrownAt = fault.getStackTrace();
        boolean ours = fault instanceof SdkException
                || (thrownAt.length > 0 && thrownAt[0].getClassName().startsWith("dev.patchbay."));
        return ours && !quotesItsCause(fault);
    }

    /** A fault that is made of its cause alone takes over its message. */
    private static boolean quotesItsCause(Throwable fault) {
        Throwable cause = fault.getCause();
        return cause != null
                && cause.getMessage() != null
                && !cause.getMessage().isEmpty()
                && String.valueOf(fault.getMessage()).contains(cause.getMessage())
                && !isPlain(cause);
    }
}
