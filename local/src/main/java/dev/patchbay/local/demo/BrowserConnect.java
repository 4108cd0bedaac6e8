package dev.patchbay.local.demo;

import dev.patchbay.local.LocalCloud;
import dev.patchbay.local.LocalCloudSettings;
import dev.patchbay.local.product.HeadlessBrowser;
import dev.patchbay.local.product.ProductSite;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Bob of the workspace globex connects HubSpot in a real browser, on a product's page that is on another site than the API. */
record BrowserConnect(ProductSite product) implements AutoCloseable {
    private static final String ACCOUNT = "jane@globex.example";

    static BrowserConnect of(LocalCloudSettings settings) {
        return new BrowserConnect(ProductSite.start(settings.project()));
    }

    /** The settings of a stack to which this product belongs. */
    LocalCloudSettings product(LocalCloudSettings settings) {
        Map<String, String> parameters = new HashMap<>(settings.parameters());
        parameters.putIfAbsent("AppUrl", product.origin());
        parameters.putIfAbsent("AllowedOrigins", product.origin());
        return settings.withParameters(parameters);
    }

    void connect(Steps steps, LocalCloud cloud) {
        Optional<HeadlessBrowser> browser = HeadlessBrowser.installed();
        if (browser.isEmpty()) {
            steps.leftOut(
                    "Bob connects HubSpot in a browser",
                    "no Chromium or Chrome is installed; install one, such as by \"" + HeadlessBrowser.INSTALL + "\"");
            return;
        }
        steps.step("Bob connects HubSpot in a browser, from a page of another site than the API", () -> {
            product.use(cloud.gatewayUri());
            cloud.simulators().hubSpot().allowNext(ACCOUNT);
            String session = product.session(cloud.token("globex", "bob@globex.example", "owner"));
            String page = browser.get()
                    .htmlAfter(product.connectLink(session, "hubspot").toString());
            StepFailed.unless(page.contains("Connected as "), "the page shows " + page);
            return page.replaceAll("(?s).*<p id=\"outcome\">([^<]*)</p>.*", "$1") + ", in "
                    + browser.get().executable().getFileName();
        });
    }

    @Override
    public void close() {
        product.close();
    }
}
