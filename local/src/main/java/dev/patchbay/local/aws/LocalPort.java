package dev.patchbay.local.aws;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinBindException;
import java.util.function.Consumer;

/**
 * A port of this machine, its purpose, and the option that changes it.
 *
 * @param number 0 for any free port
 * @param flag the command's option, such as {@code --port}
 */
public record LocalPort(int number, String purpose, String flag) {
    /** Only this machine can connect. */
    public static final String HOST = "127.0.0.1";

    /** Any free port, for servers whose port need not be known in advance. */
    public static LocalPort any(String purpose) {
        return new LocalPort(0, purpose, "");
    }

    /**
     * Starts an HTTP server on it.
     *
     * @throws PortTaken when something else listens there
     */
    public Javalin serve(Consumer<JavalinConfig> routes) {
        Javalin server = Javalin.create(config -> {
            config.concurrency.useVirtualThreads = true;
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.http.maxRequestSize = 16L * 1024 * 1024;
            routes.accept(config);
        });
        try {
            return server.start(HOST, number);
        } catch (JavalinBindException e) {
            throw new PortTaken(this, e);
        }
    }
}
