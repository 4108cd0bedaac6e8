package dev.patchbay.local.simulator;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * A scripted person with a browser: opens an authorization URL, fills in the real form of the consent page, and returns
 * where the browser is sent at the end. Does not follow the redirect to the app. Safe for use by one thread at a time.
 */
public final class Person {

    private final HttpClient browser;

    public Person() {
        this(HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build());
    }

    /**
     * A person with this browser.
     *
     * @param browser one that follows no redirects; its cookie jar, if it has one, is used
     */
    public Person(HttpClient browser) {
        if (browser.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException("Give the person a client that follows no redirects.");
        }
        this.browser = browser;
    }

    /** Chooses this account, leaves every scope ticked, and allows. */
    public URI allow(URI authorizationUrl, String account) {
        return submit(authorizationUrl, account, true, scope -> true);
    }

    /** Chooses this account, leaves only these scopes ticked, and allows. The page must have ticks. */
    public URI allow(URI authorizationUrl, String account, Set<String> onlyScopes) {
        return submit(authorizationUrl, account, true, onlyScopes::contains);
    }

    /** Denies. */
    public URI deny(URI authorizationUrl) {
        return submit(authorizationUrl, "", false, scope -> true);
    }

    private URI submit(
            URI authorizationUrl, String account, boolean allow, java.util.function.Predicate<String> ticked) {
        HttpResponse<byte[]> page =
                send(HttpRequest.newBuilder(authorizationUrl).build());
        if (page.statusCode() / 100 == 3) {
            return locationOf(page);
        }
        Element html = read(page);
        List<String> fields = new ArrayList<>();
        boolean found = account.isEmpty();
        for (Element input : elements(html, "input")) {
            String value = input.getAttribute("value");
            switch (input.getAttribute("type")) {
                case "radio" -> {
                    if (account.isEmpty() ? input.hasAttribute("checked") : value.equals(account)) {
                        fields.add(field(input.getAttribute("name"), value));
                        found = true;
                    }
                }
                case "checkbox" -> {
                    if (ticked.test(value)) {
                        fields.add(field(input.getAttribute("name"), value));
                    }
                }
                default -> fields.add(field(input.getAttribute("name"), value));
            }
        }
        if (!found) {
            throw new IllegalStateException("The consent page does not offer the account \"" + account + "\".");
        }
        fields.add(field("decision", allow ? "allow" : "deny"));
        HttpResponse<byte[]> decided = send(HttpRequest.newBuilder(authorizationUrl)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(String.join("&", fields)))
                .build());
        return locationOf(decided);
    }

    private HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return browser.send(request, BodyHandlers.ofByteArray());
        } catch (IOException failed) {
            throw new UncheckedIOException("The consent page could not be reached.", failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the consent page loaded.", stopped);
        }
    }

    private static Element read(HttpResponse<byte[]> page) {
        Element html = parse(page.body());
        if (page.statusCode() != 200 || elements(html, "form").isEmpty()) {
            String title = elements(html, "title").getFirst().getTextContent();
            String message = elements(html, "p").getFirst().getTextContent();
            throw new IllegalStateException("The provider shows \"%s\": %s".formatted(title, message));
        }
        return html;
    }

    private static URI locationOf(HttpResponse<byte[]> response) {
        return URI.create(response.headers()
                .firstValue("Location")
                .orElseThrow(() -> new IllegalStateException(
                        "The provider sent the person nowhere, with status " + response.statusCode() + ".")));
    }

    private static Element parse(byte[] xhtml) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            return factory.newDocumentBuilder()
                    .parse(new ByteArrayInputStream(xhtml))
                    .getDocumentElement();
        } catch (ParserConfigurationException | SAXException | IOException unreadable) {
            throw new IllegalStateException(
                    "The page is not the consent page of a simulator: "
                            + new String(xhtml, StandardCharsets.UTF_8)
                                    .lines()
                                    .findFirst()
                                    .orElse("(empty)"),
                    unreadable);
        }
    }

    private static List<Element> elements(Element within, String name) {
        NodeList nodes = within.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    private static String field(String name, String value) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8) + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
