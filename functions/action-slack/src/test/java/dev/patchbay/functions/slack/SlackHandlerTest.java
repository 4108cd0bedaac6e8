package dev.patchbay.functions.slack;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.patchbay.aws.AwsClients;
import java.util.Map;
import org.crac.Core;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class SlackHandlerTest {
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "CONNECTIONS_TABLE", "connections",
            "ACTIONS_TABLE", "actions",
            "ACCOUNT_HOLDERS_TABLE", "account-holders",
            "AGENTS_TABLE", "agents",
            "WORKSPACE_KEYS_TABLE", "workspace-keys",
            "VAULT_KEY_ID", "key",
            "OAUTH_APP_SECRETS", "patchbay/test/oauth-app/",
            "OAUTH_APPS_TABLE", "oauth-apps",
            "ACTION_QUEUE_URL", "http://localhost/queue",
            // Nothing listens here: a rehearsal that reached for the provider would fail.
            "PROVIDER_URLS", "slack=http://127.0.0.1:1");

    @Test
    void rehearsalActsToTheEndWithoutAComplaint() {
        SlackHandler handler = new SlackHandler(ENVIRONMENT, AwsClients.ofEnvironment());
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> complaints = new ListAppender<>();
        complaints.start();
        root.addAppender(complaints);

        handler.beforeCheckpoint(Core.getGlobalContext());

        root.detachAppender(complaints);
        assertThat(complaints.list).isEmpty();
    }
}
