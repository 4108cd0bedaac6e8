package dev.patchbay.local.product;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A product's own site: it signs members in by a session cookie, hands the page their bearer token, and serves settings pages that are made
 * of the scripts in the documentation. It keeps the target and the {@code Referer} of each request. Thread-safe.
 *
 * <p>Its host is below {@code localhost}, which browsers resolve to this machine. {@code app.acme.localhost} and {@code localhost} are two
 * sites; {@code app.acme.localhost} and {@code api.acme.localhost} are one.
 */
public final class ProductSite implements AutoCloseable {
    /** The page that goes to the consent page itself. */
    public static final String PAGE = "/settings/integrations";

    /** The page that opens the consent page in a popup. */
    public static final String POPUP_PAGE = "/settings/popup";

    /** A page that is routed by the fragment, and goes to the consent page itself. */
    public static final String HASH_PAGE = "/app#/settings";

    private static final String HOST = "app.acme.localhost";
    private static final Pattern SESSION = Pattern.compile("(?:.*;\\s*)?session=([^;]*).*");

    private final HttpServer server;
    private final Map<String, String> tokens = new ConcurrentHashMap<>();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private volatile String api = "";

    private ProductSite(HttpServer server) {
        this.server = server;
    }

    /**
     * Starts on any free port of this machine.
     *
     * @param project the folder with the documentation
     */
    public static ProductSite start(Path project) {
        DocumentedScripts scripts = DocumentedScripts.of(project);
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            ProductSite site = new ProductSite(server);
            site.serve(PAGE, "text/html", exchange -> site.page(scripts.redirect()));
            site.serve(POPUP_PAGE, "text/html", exchange -> site.page(scripts.popup()));
            String hashPage = scripts.redirect()
                    .replace("(button.dataset.provider)", "(button.dataset.provider, '" + HASH_PAGE + "')");
            site.serve("/app", "text/html", exchange -> site.page(hashPage));
            site.serve("/patchbay.js", "text/javascript", exchange -> scripts.library());
            site.serve("/session", "text/html", site::session);
            site.serve("/token", "text/plain", site::token);
            server.start();
            return site;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The site's origin, such as {@code http://app.acme.localhost:5173}. */
    public String origin() {
        return "http://" + HOST + ":" + server.getAddress().getPort();
    }

    /** The pages call the API at this address from now on. */
    public void use(URI address) {
        api = address.toString();
    }

    /** Opens a session for a member and returns its id, the value of the cookie {@code session}. */
    public String session(String bearerToken) {
        String id = "s" + tokens.size();
        tokens.put(id, bearerToken);
        return id;
    }

    /** A link that signs a browser in to a session and starts to connect this provider. */
    public URI connectLink(String session, String provider) {
        return URI.create(origin() + "/session?id=" + session + "&provider=" + provider);
    }

    /** Each request's target, and its {@code Referer} after a space. */
    public List<String> received() {
        return List.copyOf(received);
    }

    private String session(HttpExchange exchange) {
        Matcher query = Pattern.compile("id=(\\w+)&provider=([a-z-]+)")
                .matcher(String.valueOf(exchange.getRequestURI().getQuery()));
        if (!query.matches()) {
            return "The link is incomplete";
        }
        exchange.getResponseHeaders().set("Set-Cookie", "session=" + query.group(1) + "; HttpOnly; SameSite=Strict");
        return "<script>location.replace('" + PAGE + "?click&provider=" + query.group(2) + "')</script>";
    }

    private String token(HttpExchange exchange) {
        return exchange.getRequestHeaders().getOrDefault("Cookie", List.of()).stream()
                .map(SESSION::matcher)
                .filter(Matcher::matches)
                .map(session -> tokens.getOrDefault(session.group(1), ""))
                .findFirst()
                .orElse("");
    }

    private String page(String script) {
        return """
                <!DOCTYPE html>
                <html lang="en"><head><meta charset="utf-8"><title>Settings</title></head>
                <body><button data-provider="gmail">Connect</button><p id="outcome"></p>
                <script type="module">
                import { Patchbay } from '/patchbay.js';
                const api = '%s';
                const token = async () => (await fetch('/token')).text();
                const show = text => { document.querySelector('#outcome').textContent = text; };
                const button = document.querySelector('button');
                const query = new URLSearchParams(location.search);
                button.dataset.provider = query.get('provider') ?? 'gmail';
                %s
                if (query.has('click')) button.click();
                </script></body></html>
                """.formatted(api, script);
    }

    @FunctionalInterface
    private interface Content {
        String of(HttpExchange exchange);
    }

    private void serve(String path, String type, Content content) {
        server.createContext(path, exchange -> {
            received.add(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders()
                            .getOrDefault("Referer", List.of(""))
                            .getFirst());
            byte[] bytes = content.of(exchange).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
