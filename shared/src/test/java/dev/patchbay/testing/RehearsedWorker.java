package dev.patchbay.testing;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.Map;
import org.crac.Core;
import org.crac.Resource;
import org.slf4j.LoggerFactory;

/** The rehearsal of a worker's handler, as the runtime starts it before a snapshot. */
public final class RehearsedWorker {
    private RehearsedWorker() {}

    /**
     * A worker's variables.
     *
     * @param provider its address is one where nothing listens: a rehearsal that called it would fail
     */
    public static Map<String, String> environment(String provider) {
        return Map.of(
                "CONNECTIONS_TABLE", "connections",
                "ACTIONS_TABLE", "actions",
                "ACCOUNT_HOLDERS_TABLE", "account-holders",
                "AGENTS_TABLE", "agents",
                "WORKSPACE_KEYS_TABLE", "workspace-keys",
                "VAULT_KEY_ID", "key",
                "OAUTH_APP_SECRETS", "patchbay/test/oauth-app/",
                "OAUTH_APPS_TABLE", "oauth-apps",
                "ACTION_QUEUE_URL", "http://localhost/queue",
                "PROVIDER_URLS", provider + "=http://127.0.0.1:1");
    }

    /** Rehearses; returns what was logged, which is nothing if the rehearsal succeeds. */
    public static List<ILoggingEvent> logOf(Resource handler) {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        root.addAppender(logged);
        try {
            handler.beforeCheckpoint(Core.getGlobalContext());
        } catch (Exception e) {
            throw new IllegalStateException("A rehearsal that fails is logged, and throws nothing", e);
        } finally {
            root.detachAppender(logged);
        }
        return logged.list;
    }
}
