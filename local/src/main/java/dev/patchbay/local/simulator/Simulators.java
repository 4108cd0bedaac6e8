package dev.patchbay.local.simulator;

import dev.patchbay.local.simulator.SimulatorSettings.AppSwitch;
import dev.patchbay.local.simulator.exchange.Exchange;
import dev.patchbay.local.simulator.exchange.MovableClock;
import dev.patchbay.local.simulator.exchange.OutboxItem;
import dev.patchbay.local.simulator.exchange.ProviderServer;
import dev.patchbay.local.simulator.exchange.ProviderSimulator;
import dev.patchbay.local.simulator.exchange.ReceivedRequest;
import dev.patchbay.local.simulator.exchange.TakesKeys;
import dev.patchbay.local.simulator.oauth.OAuthAppCredentials;
import dev.patchbay.local.simulator.oauth.OAuthProviderSimulator;
import dev.patchbay.local.simulator.provider.AnthropicSimulator;
import dev.patchbay.local.simulator.provider.ElevenLabsSimulator;
import dev.patchbay.local.simulator.provider.FreshBooksSimulator;
import dev.patchbay.local.simulator.provider.GitHubSimulator;
import dev.patchbay.local.simulator.provider.HubSpotSimulator;
import dev.patchbay.local.simulator.provider.LinkedInSimulator;
import dev.patchbay.local.simulator.provider.MailchimpSimulator;
import dev.patchbay.local.simulator.provider.MapboxSimulator;
import dev.patchbay.local.simulator.provider.OpenAiSimulator;
import dev.patchbay.local.simulator.provider.QuickBooksSimulator;
import dev.patchbay.local.simulator.provider.SalesforceSimulator;
import dev.patchbay.local.simulator.provider.StripeSimulator;
import dev.patchbay.local.simulator.provider.apollo.ApolloSimulator;
import dev.patchbay.local.simulator.provider.google.GoogleSimulator;
import dev.patchbay.local.simulator.provider.microsoft.MicrosoftSimulator;
import dev.patchbay.local.simulator.provider.slack.SlackSimulator;
import io.javalin.Javalin;
import io.javalin.util.JavalinBindException;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** All simulated providers on one port of 127.0.0.1. Thread-safe; stops when closed. */
public final class Simulators implements AutoCloseable {

    /** Gmail sends take attachments of up to 35 MB, in base64. */
    private static final long LARGEST_REQUEST = 64L * 1024 * 1024;

    private final MovableClock clock;
    private final GoogleSimulator google;
    private final SlackSimulator slack;
    private final ApolloSimulator apollo;
    private final MicrosoftSimulator microsoft;
    private final LinkedInSimulator linkedIn;
    private final MailchimpSimulator mailchimp;
    private final StripeSimulator stripe;
    private final QuickBooksSimulator quickBooks;
    private final FreshBooksSimulator freshBooks;
    private final SalesforceSimulator salesforce;
    private final HubSpotSimulator hubSpot;
    private final GitHubSimulator gitHub;
    private final OpenAiSimulator openAi;
    private final AnthropicSimulator anthropic;
    private final ElevenLabsSimulator elevenLabs;
    private final MapboxSimulator mapbox;
    private final Map<String, ProviderSimulator> providers = new LinkedHashMap<>();
    private final List<Consumer<Exchange>> exchangeListeners = new CopyOnWriteArrayList<>();
    private final SimulatorMemory memory;
    private final Javalin server;

    private Simulators(SimulatorSettings settings) {
        clock = new MovableClock(settings.clock());
        Set<AppSwitch> on = settings.switches();
        google = add(new GoogleSimulator(credentials("google"), clock));
        slack = add(new SlackSimulator(credentials("slack"), clock, on.contains(AppSwitch.SLACK_TOKEN_ROTATION)));
        apollo = add(new ApolloSimulator(clock));
        microsoft = add(new MicrosoftSimulator(
                credentials("microsoft"), clock, on.contains(AppSwitch.MICROSOFT_SINGLE_TENANT)));
        linkedIn = add(
                new LinkedInSimulator(credentials("linkedin"), clock, on.contains(AppSwitch.LINKEDIN_REFRESH_TOKENS)));
        mailchimp = add(new MailchimpSimulator(credentials("mailchimp"), clock));
        stripe = add(new StripeSimulator(credentials("stripe"), clock));
        quickBooks = add(new QuickBooksSimulator(credentials("quickbooks"), clock));
        freshBooks = add(new FreshBooksSimulator(credentials("freshbooks"), clock));
        salesforce = add(new SalesforceSimulator(
                credentials("salesforce"), clock, on.contains(AppSwitch.SALESFORCE_TOKEN_ROTATION)));
        hubSpot = add(new HubSpotSimulator(credentials("hubspot"), clock));
        gitHub = add(new GitHubSimulator(credentials("github"), clock, on.contains(AppSwitch.GITHUB_APP)));
        openAi = add(new OpenAiSimulator(clock));
        anthropic = add(new AnthropicSimulator(clock));
        elevenLabs = add(new ElevenLabsSimulator(clock));
        mapbox = add(new MapboxSimulator(clock));
        memory = SimulatorMemory.restored(settings.memory(), List.copyOf(providers.values()), clock);
        server = serve(settings.port());
    }

    /** Starts on this port of 127.0.0.1; 0 takes any free one. */
    public static Simulators start(int port) {
        return start(SimulatorSettings.onPort(port));
    }

    /**
     * Starts the simulators with these settings.
     *
     * @throws IllegalStateException if the port is taken, with one sentence that names the fix
     */
    public static Simulators start(SimulatorSettings settings) {
        return new Simulators(settings);
    }

    /** Where they listen, without a slash at the end. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    /** Returns the URL that replaces scheme, host and port of a provider's addresses. */
    public URI baseUrl(String provider) {
        return url().resolve("/" + provider(provider).name());
    }

    public GoogleSimulator google() {
        return google;
    }

    public SlackSimulator slack() {
        return slack;
    }

    public ApolloSimulator apollo() {
        return apollo;
    }

    public MicrosoftSimulator microsoft() {
        return microsoft;
    }

    public LinkedInSimulator linkedIn() {
        return linkedIn;
    }

    public MailchimpSimulator mailchimp() {
        return mailchimp;
    }

    public StripeSimulator stripe() {
        return stripe;
    }

    public QuickBooksSimulator quickBooks() {
        return quickBooks;
    }

    public FreshBooksSimulator freshBooks() {
        return freshBooks;
    }

    public SalesforceSimulator salesforce() {
        return salesforce;
    }

    public HubSpotSimulator hubSpot() {
        return hubSpot;
    }

    public GitHubSimulator gitHub() {
        return gitHub;
    }

    public OpenAiSimulator openAi() {
        return openAi;
    }

    public AnthropicSimulator anthropic() {
        return anthropic;
    }

    public ElevenLabsSimulator elevenLabs() {
        return elevenLabs;
    }

    public MapboxSimulator mapbox() {
        return mapbox;
    }

    /** By its prefix. */
    public ProviderSimulator provider(String name) {
        ProviderSimulator provider = providers.get(name);
        if (provider == null) {
            throw new IllegalArgumentException("There is no simulator \"%s\"; use one of %s."
                    .formatted(name, String.join(", ", providers.keySet())));
        }
        return provider;
    }

    public Collection<ProviderSimulator> providers() {
        return List.copyOf(providers.values());
    }

    /** The registered app of each provider that has OAuth, by the provider's prefix. The same at every start. */
    public Map<String, OAuthAppCredentials> oauthApps() {
        Map<String, OAuthAppCredentials> apps = new LinkedHashMap<>();
        providers.forEach((name, provider) -> {
            if (provider instanceof OAuthProviderSimulator oauth) {
                apps.put(name, oauth.app());
            }
        });
        return apps;
    }

    /** Returns what a provider did on request, such as sent mails. */
    public List<OutboxItem> outbox(String provider) {
        return provider(provider).outbox();
    }

    /** The requests to a provider whose path ends so. */
    public List<ReceivedRequest> requests(String provider, String pathEnd) {
        return provider(provider).requests(pathEnd);
    }

    /** Passes every request of an app to a provider, and its answer, to the listener from now on. Called by many threads. */
    public void onExchange(Consumer<Exchange> listener) {
        exchangeListeners.add(listener);
    }

    /** Returns every code, token, key and client secret that a provider has issued so far, expired ones included. */
    public Set<String> secrets() {
        Set<String> secrets = new LinkedHashSet<>();
        providers.values().forEach(provider -> {
            if (provider instanceof OAuthProviderSimulator oauth) {
                secrets.addAll(oauth.given());
                secrets.add(oauth.app().clientSecret());
            }
            if (provider instanceof TakesKeys keys) {
                secrets.add(keys.key());
                secrets.add(keys.keyOfAnother());
            }
        });
        return secrets;
    }

    /** Moves the clock by which tokens expire and limits reset. */
    public void advance(Duration by) {
        clock.advance(by);
        memory.save();
    }

    /** Resets everything to the start: no grants, outbox, requests or faults, and the clock at the real time. */
    public void reset() {
        providers.values().forEach(ProviderSimulator::reset);
        clock.reset();
        memory.save();
    }

    @Override
    public void close() {
        server.stop();
        memory.save();
    }

    /** Saves changes that were not made through a provider's own API. */
    void save() {
        memory.save();
    }

    MovableClock clock() {
        return clock;
    }

    private <P extends ProviderSimulator> P add(P provider) {
        providers.put(provider.name(), provider);
        return provider;
    }

    /** The same at every start, so that the secrets of a stack that keeps its data stay valid. */
    private static OAuthAppCredentials credentials(String app) {
        return new OAuthAppCredentials("local-" + app + "-client", "local-" + app + "-secret-not-for-production");
    }

    /** Saves before the answer is sent, so that no grant is lost. */
    private void exchanged(Exchange exchange) {
        memory.save();
        exchangeListeners.forEach(listener -> listener.accept(exchange));
    }

    private Javalin serve(int port) {
        try {
            return Javalin.create(config -> {
                        config.startup.showJavalinBanner = false;
                        config.http.maxRequestSize = LARGEST_REQUEST;
                        new SimulatorControl(this).addTo(config.routes);
                        providers
                                .values()
                                .forEach(
                                        provider -> new ProviderServer(provider, this::exchanged).addTo(config.routes));
                    })
                    .start("127.0.0.1", port);
        } catch (JavalinBindException taken) {
            throw new IllegalStateException(
                    "Port " + port + " is taken, and the provider simulators need it; choose another.", taken);
        }
    }
}
