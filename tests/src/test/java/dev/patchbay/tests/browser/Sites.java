package dev.patchbay.tests.browser;

import dev.patchbay.local.LocalCloud;
import dev.patchbay.local.LocalCloudSettings;
import dev.patchbay.local.product.ProductSite;
import dev.patchbay.local.simulator.exchange.ProviderSimulator;
import dev.patchbay.local.simulator.oauth.OAuthProviderSimulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A product and the stack that serves it, each on a host of its own.
 *
 * @param api the API's address as browsers reach it
 */
record Sites(ProductSite product, LocalCloud cloud, URI api) implements AutoCloseable {
    /** The providers that the tests connect. */
    private static final List<String> CONNECTED = List.of("gmail", "slack", "hubspot");

    /** Where the API is, seen from the product on {@code app.acme.localhost}. */
    enum Arrangement {
        TWO_SITES("localhost"),
        ONE_SITE("api.acme.localhost");

        private final String apiHost;

        Arrangement(String apiHost) {
            this.apiHost = apiHost;
        }
    }

    static Sites start(Arrangement arrangement) {
        Path project = Path.of(System.getProperty("project.root"));
        ProductSite product = ProductSite.start(project);
        int port = freePort();
        URI api = URI.create("http://" + arrangement.apiHost + ":" + port);
        LocalCloud cloud = LocalCloud.start(LocalCloudSettings.of(project)
                .withPorts(new LocalCloudSettings.Ports(port, 0, 0, 0))
                .withParameters(Map.of(
                        "AppUrl", product.origin(),
                        "AllowedOrigins", product.origin(),
                        "PublicUrl", api.toString(),
                        "ReturnPaths",
                                String.join(",", ProductSite.PAGE, ProductSite.POPUP_PAGE, ProductSite.HASH_PAGE))));
        for (ProviderSimulator provider : cloud.simulators().providers()) {
            if (provider instanceof OAuthProviderSimulator oauth) {
                CONNECTED.forEach(name -> oauth.registerRedirect(api.resolve("/api/auth/oauth/" + name + "/callback")));
            }
        }
        product.use(api);
        return new Sites(product, cloud, api);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        cloud.close();
        product.close();
    }
}
