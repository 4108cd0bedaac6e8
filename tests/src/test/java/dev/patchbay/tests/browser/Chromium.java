package dev.patchbay.tests.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.patchbay.local.product.HeadlessBrowser;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The browser that is installed on this machine, without a window. It starts once, before the first test that needs it. */
final class Chromium implements ExecutionCondition, ParameterResolver {
    /** A long timeout, since a cold function is slow on a busy machine. */
    static final Duration PATIENCE = Duration.ofSeconds(90);

    /** What runs until the last test has ended: the browser, and for each arrangement a product with its stack, from its first use. */
    record Running(Playwright playwright, Browser browser, Map<Sites.Arrangement, Sites> started)
            implements AutoCloseable {
        Sites sites(Sites.Arrangement arrangement) {
            return started.computeIfAbsent(arrangement, Sites::start);
        }

        @Override
        public void close() {
            started.values().forEach(Sites::close);
            playwright.close();
        }
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return executable()
                .map(found -> ConditionEvaluationResult.enabled("The browser is " + found))
                .orElseGet(() ->
                        ConditionEvaluationResult.disabled("No Chromium or Chrome is installed. Install one, such as by"
                                + " \"apt-get install chromium\", or name one by -Dchromium=/path/to/it"));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Running.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(Chromium.class))
                .computeIfAbsent(Running.class, missing -> start(), Running.class);
    }

    private static Running start() {
        PlaywrightAssertions.setDefaultAssertionTimeout((double) PATIENCE.toMillis());
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable().orElseThrow())
                        .setArgs(HeadlessBrowser.arguments()));
        return new Running(playwright, browser, new EnumMap<>(Sites.Arrangement.class));
    }

    private static Optional<Path> executable() {
        String named = System.getProperty("chromium", "");
        if (!named.isEmpty()) {
            return Optional.of(Path.of(named));
        }
        return HeadlessBrowser.installed().map(HeadlessBrowser::executable);
    }
}
