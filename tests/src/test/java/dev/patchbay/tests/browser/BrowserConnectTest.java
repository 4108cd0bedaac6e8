package dev.patchbay.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import dev.patchbay.local.product.ProductSite;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Connects in a browser, with the product and the API on two sites and on one. */
@NeedsChromium
@ParameterizedClass
@EnumSource(Sites.Arrangement.class)
class BrowserConnectTest {
    private static final String JOHN = "john@gmail.com";

    private final Sites sites;
    private final Browser browser;
    private Visitor owner;

    BrowserConnectTest(Sites.Arrangement arrangement, Chromium.Running chromium) {
        this.sites = chromium.sites(arrangement);
        this.browser = chromium.browser();
    }

    @BeforeEach
    void signIn() {
        owner = Visitor.owner(sites, browser, "w-" + UUID.randomUUID());
    }

    @AfterEach
    void leave() {
        owner.close();
    }

    @Test
    void connectsByRedirect() {
        Page page = owner.connect("gmail", JOHN);

        assertThat(outcome(page)).hasText("Connected as " + JOHN);
        assertThat(page).hasURL(sites.product().origin() + ProductSite.PAGE);
        assertThat(owner.connected()).containsExactly("Connected as " + JOHN);
    }

    @Test
    void connectsInAPopup() {
        Page settings = owner.tab(ProductSite.POPUP_PAGE);
        Page popup = settings.waitForPopup(() -> settings.locator("button").click());

        Visitor.allow(popup, JOHN);

        assertThat(outcome(settings)).hasText("Connected as " + JOHN);
        assertThat(owner.connected()).containsExactly("Connected as " + JOHN);
    }

    @Test
    void connectsInAPopupThatTheConsentPageCutsOff() {
        owner.context().route(Pattern.compile(".*/google/o/oauth2/.*"), BrowserConnectTest::cutOffFromOpener);
        Page settings = owner.tab(ProductSite.POPUP_PAGE);
        Page popup = settings.waitForPopup(() -> settings.locator("button").click());
        popup.locator("button[value=allow]").waitFor();
        assertThat(popup.evaluate("window.opener")).isNull();

        Visitor.allow(popup, JOHN);

        assertThat(outcome(settings)).hasText("Connected as " + JOHN);
    }

    @Test
    void connectsFromAPageThatIsRoutedByItsFragment() {
        Page page = Visitor.atConsentPage(owner.tab(ProductSite.HASH_PAGE));

        Visitor.allow(page, JOHN);

        assertThat(outcome(page)).hasText("Connected as " + JOHN);
        assertThat(page).hasURL(sites.product().origin() + ProductSite.HASH_PAGE);
    }

    @Test
    void connectsInTwoTabsAtOnce() {
        Page gmail = Visitor.atConsentPage(owner.settings("gmail"));
        Page slack = Visitor.atConsentPage(owner.settings("slack"));

        Visitor.allow(gmail, JOHN);
        Visitor.allow(slack, "john@acme.example");

        assertThat(outcome(gmail)).hasText("Connected as " + JOHN);
        assertThat(outcome(slack)).hasText("Connected as Acme");
        assertThat(owner.connected()).containsExactlyInAnyOrder("Connected as " + JOHN, "Connected as Acme");
    }

    @Test
    void aDenialReturnsToTheProduct() {
        Page page = Visitor.atConsentPage(owner.settings("gmail"));

        page.locator("button[value=deny]").click();

        assertThat(outcome(page)).hasText("Authorization canceled. Integration not connected.");
        assertThat(page).hasURL(sites.product().origin() + ProductSite.PAGE);
        assertThat(owner.connected()).isEmpty();
    }

    @Test
    void aLinkSentToAMemberOfAnotherWorkspaceConnectsNothing() {
        Set<String> before = sites.cloud().simulators().hubSpot().liveTokens();
        String link = Visitor.atConsentPage(owner.settings("hubspot")).url();

        try (Visitor victim = Visitor.owner(sites, browser, "w-" + UUID.randomUUID())) {
            Page page = victim.context().newPage();
            page.navigate(link);
            Visitor.allow(page, "jane@globex.example");

            assertThat(outcome(page)).containsText("another member");
            assertThat(victim.connected()).isEmpty();
        }
        assertThat(owner.connected()).isEmpty();
        assertThat(sites.cloud().simulators().hubSpot().liveTokens()).isEqualTo(before);
    }

    @Test
    void aLinkSentToAStrangerConnectsNothing() {
        String link = Visitor.atConsentPage(owner.settings("hubspot")).url();

        try (Visitor stranger = Visitor.stranger(sites, browser, "")) {
            Page page = stranger.context().newPage();
            page.navigate(link);
            Visitor.allow(page, "jane@globex.example");

            assertThat(outcome(page)).hasText("Unauthorized");
        }
        assertThat(owner.connected()).isEmpty();
    }

    @Test
    void anUnknownStateEndsOnAPageForPeople() {
        Page page = owner.context().newPage();

        Response response = page.navigate(sites.api() + "/api/auth/oauth/gmail/callback?state=unknown&code=x");

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.headerValue("content-type")).startsWith("text/html");
        assertThat(page).hasTitle("Invalid OAuth state");
        page.locator("a").click();
        assertThat(page).hasURL(sites.product().origin() + "/");
    }

    @Test
    void aCallbackOpenedAgainEndsOnAPageForPeople() {
        List<String> callbacks = new ArrayList<>();
        owner.context().onRequest(request -> {
            if (request.url().contains("/callback?")) {
                callbacks.add(request.url());
            }
        });
        assertThat(outcome(owner.connect("gmail", JOHN))).hasText("Connected as " + JOHN);

        Page again = owner.tab("/");
        again.navigate(callbacks.getFirst());

        assertThat(again).hasTitle("Invalid OAuth state");
        assertThat(owner.connected()).containsExactly("Connected as " + JOHN);
    }

    @Test
    void theHandleReachesNoServerLog() {
        List<String> handles = new ArrayList<>();
        List<String> targets = new ArrayList<>();
        List<String> policies = new ArrayList<>();
        owner.context().onResponse(response -> {
            if (response.url().contains("/callback?")) {
                policies.add(response.headers().getOrDefault("referrer-policy", ""));
            }
        });
        owner.context().onRequest(request -> {
            targets.add(request.url().replaceAll("#.*", ""));
            targets.add(request.headers().getOrDefault("referer", ""));
            if (request.url().endsWith("/complete") && request.method().equals("POST")) {
                handles.add(request.postData().replaceAll(".*\"handle\":\"([^\"]+)\".*", "$1"));
            }
        });

        Page page = owner.connect("gmail", JOHN);

        assertThat(outcome(page)).hasText("Connected as " + JOHN);
        assertThat(handles).hasSize(1).first().asString().hasSizeGreaterThanOrEqualTo(43);
        assertThat(targets).noneMatch(target -> target.contains(handles.getFirst()));
        assertThat(sites.product().received()).noneMatch(request -> request.contains(handles.getFirst()));
        assertThat(policies).containsExactly("no-referrer");
        assertThat(page.evaluate("location.href")).asString().doesNotContain(handles.getFirst());
    }

    private static Locator outcome(Page page) {
        return page.locator("#outcome");
    }

    /** The consent page with the header by which some providers end the relation between a popup and its opener. */
    private static void cutOffFromOpener(Route route) {
        APIResponse page = route.fetch(new Route.FetchOptions().setMaxRedirects(0));
        Map<String, String> headers = new HashMap<>(page.headers());
        headers.put("cross-origin-opener-policy", "same-origin");
        route.fulfill(new Route.FulfillOptions().setResponse(page).setHeaders(headers));
    }
}
