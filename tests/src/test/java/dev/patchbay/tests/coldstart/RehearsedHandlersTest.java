package dev.patchbay.tests.coldstart;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.patchbay.aws.AwsClients;
import dev.patchbay.functions.actions.ActionsHandler;
import dev.patchbay.functions.agents.AgentsHandler;
import dev.patchbay.functions.connections.ConnectionsHandler;
import dev.patchbay.functions.notifications.NotificationsHandler;
import dev.patchbay.functions.oauth.AuthorizeHandler;
import dev.patchbay.functions.oauth.CallbackHandler;
import dev.patchbay.functions.oauth.CompleteHandler;
import dev.patchbay.functions.privacy.PrivacyHandler;
import dev.patchbay.local.template.FunctionResource;
import dev.patchbay.rehearsal.Rehearsal;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import java.lang.reflect.Constructor;
import java.net.URI;
import java.util.Map;
import org.crac.Core;
import org.crac.Resource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/**
 * A handler's rehearsal succeeds: its script has an answer for each request, and a request for each answer. The workers' handlers are
 * tested in their modules.
 */
@Tag("aws")
@ExtendWith(AwsUnderTest.class)
class RehearsedHandlersTest {
    private final Aws aws;

    RehearsedHandlersTest(Aws aws) {
        this.aws = aws;
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                ActionsHandler.class,
                AgentsHandler.class,
                AuthorizeHandler.class,
                CallbackHandler.class,
                CompleteHandler.class,
                ConnectionsHandler.class,
                NotificationsHandler.class,
                PrivacyHandler.class
            })
    void rehearsalSucceeds(Class<? extends Resource> type) throws Exception {
        Map<String, String> environment = aws.stack().functions().stream()
                .filter(function -> function.handler().equals(type.getName()))
                .findFirst()
                .map(FunctionResource::environment)
                .orElseThrow();
        Constructor<? extends Resource> wiring = type.getDeclaredConstructor(Map.class, AwsClients.class);
        wiring.setAccessible(true);
        // Nothing listens there: the handler that serves sends no request before its snapshot.
        Resource handler = wiring.newInstance(environment, AwsClients.at(URI.create("http://127.0.0.1:1")));
        Logger log = (Logger) LoggerFactory.getLogger(Rehearsal.class);
        ListAppender<ILoggingEvent> failures = new ListAppender<>();
        failures.start();
        log.addAppender(failures);

        handler.beforeCheckpoint(Core.getGlobalContext());

        log.detachAppender(failures);
        assertThat(failures.list)
                .extracting(failure -> failure.getThrowableProxy().getMessage())
                .isEmpty();
    }
}
