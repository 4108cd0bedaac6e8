package dev.patchbay.tests.browser;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/**
 * A product's own site, on a host of its own: it signs members in by a session cookie, hands the page their bearer token, and serves a settings
 * page that is made of the scripts in the documentation. Keeps the target and the {@code Referer} of each request. Thread-safe.
 */
final class ProductSite implements AutoCloseable {
    static final String PAGE = "/settings/integrations";
    static final String POPUP_PAGE = "/settings/popup";

    private static final Pattern SESSION = Pattern.compile("(^|.*;\\s*)session=([^;]*).*");

    private final HttpServer server;
    private final String host;
    private final Map<String, String> tokens = new ConcurrentHashMap<>();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private volatile String api = "";

    ProductSite(String host) {
        this.host = host;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext(PAGE, exchange -> answer(exchange, 200, "text/html", page(Scripts.redirect())));
        server.createContext(POPUP_PAGE, exchange -> answer(exchange, 200, "text/html", page(Scripts.popup())));
        server.createContext("/patchbay.js", exchange -> answer(exchange, 200, "text/javascript", Scripts.library()));
        server.createContext("/token", exchange -> answer(exchange, 200, "text/plain", token(exchange)));
        server.start();
    }

    String origin() {
        return "http://" + host + ":" + server.getAddress().getPort();
    }

    /** The page calls the API at this address from now on. */
    void use(URI address) {
        api = address.toString();
    }

    /** Signs a member in and returns the value of the session's cookie. */
    String signIn(String bearerToken) {
        String session = "s" + tokens.size();
        tokens.put(session, bearerToken);
        return session;
    }

    /** Each request's target, and its {@code Referer} after a space. */
    List<String> received() {
        return List.copyOf(received);
    }

    private String token(HttpExchange exchange) {
        return exchange.getRequestHeaders().getOrDefault("Cookie", List.of()).stream()
                .map(SESSION::matcher)
                .filter(matcher -> matcher.matches())
                .map(matcher -> tokens.getOrDefault(matcher.group(2), ""))
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
                button.dataset.provider = new URLSearchParams(location.search).get('provider') ?? 'gmail';
                %s
                document.body.dataset.ready = 'yes';
                </script></body></html>
                """.formatted(api, script);
    }

    private void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        received.add(exchange.getRequestURI() + " "
                + exchange.getRequestHeaders()
                        .getOrDefault("Referer", List.of(""))
                        .getFirst());
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
