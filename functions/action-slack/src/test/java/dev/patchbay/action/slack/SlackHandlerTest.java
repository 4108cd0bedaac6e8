package dev.patchbay.action.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.aws.AwsClients;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.crac.Core;
import org.junit.jupiter.api.Test;

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
        List<String> complaints = new CopyOnWriteArrayList<>();
        Logger root = (Logger) LogManager.getRootLogger();
        AbstractAppender ear = new AbstractAppender("ear", null, null, true, Property.EMPTY_ARRAY) {
            @Override
            public void append(LogEvent event) {
                complaints.add(event.getMessage().getFormattedMessage());
            }
        };
        ear.start();
        root.addAppender(ear);

        handler.beforeCheckpoint(Core.getGlobalContext());

        root.removeAppender(ear);
        assertThat(complaints).isEmpty();
    }
}
