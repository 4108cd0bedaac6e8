package dev.patchbay.tests.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import dev.patchbay.local.client.PatchbayClient;
import dev.patchbay.local.product.ProductSite;
import java.util.ArrayList;
import java.util.List;

/**
 * A person with a browser of their own: cookies, tabs and storage are not shared. A member is signed in to the product.
 *
 * @param workspace the workspace that they work in
 */
record Visitor(Sites sites, String workspace, BrowserContext context) implements AutoCloseable {

    /** An owner who is signed in to the product. */
    static Visitor owner(Sites sites, Browser browser, String workspace) {
        Visitor visitor = stranger(sites, browser, workspace);
        String token = sites.cloud().token(workspace, "owner@" + workspace, "owner");
        visitor.context.addCookies(List.of(new Cookie("session", sites.product().session(token))
                .setUrl(sites.product().origin())));
        return visitor;
    }

    /** A person who is not signed in to the product. */
    static Visitor stranger(Sites sites, Browser browser, String workspace) {
        BrowserContext context = browser.newContext();
        context.setDefaultTimeout((double) Chromium.PATIENCE.toMillis());
        return new Visitor(sites, workspace, context);
    }

    /** Opens a page of the product in a new tab. */
    Page tab(String path) {
        Page page = context.newPage();
        page.navigate(sites.product().origin() + path);
        return page;
    }

    /** Opens the settings page, to connect this provider. */
    Page settings(String provider) {
        return tab(ProductSite.PAGE + "?provider=" + provider);
    }

    /** Clicks the product's button and waits for the provider's consent page. */
    static Page atConsentPage(Page settings) {
        settings.locator("button").click();
        settings.locator("button[value=allow]").waitFor();
        return settings;
    }

    /** Allows on a consent page. */
    static void allow(Page consentPage, String account) {
        consentPage.locator("input[name=account][value='" + account + "']").check();
        consentPage.locator("button[value=allow]").click();
    }

    /** Connects an account by redirect and waits for the outcome. */
    Page connect(String provider, String account) {
        Page page = atConsentPage(settings(provider));
        allow(page, account);
        return page;
    }

    /** Returns the API's sentence about each connection of the workspace. */
    List<String> connected() {
        List<String> sentences = new ArrayList<>();
        PatchbayClient.of(sites.cloud().gatewayUri(), sites.cloud().token(workspace, "owner@" + workspace, "owner"))
                .get("/api/integrations")
                .json()
                .path("integrations")
                .forEach(integration -> integration
                        .path("connections")
                        .forEach(connection ->
                                sentences.add(connection.path("message").asText())));
        return sentences;
    }

    @Override
    public void close() {
        context.close();
    }
}
