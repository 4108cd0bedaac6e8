package dev.patchbay.local.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.pattern.Patterns;
import org.elasticmq.actor.QueueManagerActor;
import org.elasticmq.actor.queue.QueueEvent;
import org.elasticmq.persistence.sql.DB;
import org.elasticmq.persistence.sql.SqlQueuePersistenceActor;
import org.elasticmq.persistence.sql.SqlQueuePersistenceConfig;
import org.elasticmq.util.NowProvider;
import scala.Option;
import scala.collection.immutable.Nil$;
import scalikejdbc.ConnectionPool;
import scalikejdbc.ConnectionPoolSettings;

/** ElasticMQ's queues and messages in a database file. Its library knows one database per process, so this is for one stack at a time. */
record QueueMemory(ActorRef manager, ActorRef recorder) implements AutoCloseable {
    private static final Duration RESTORE_LIMIT = Duration.ofSeconds(20);

    static QueueMemory in(Path folder, ActorSystem actors) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder for queues cannot be made.", e);
        }
        String url = "jdbc:h2:file:" + folder.resolve("queues").toAbsolutePath();
        SqlQueuePersistenceConfig config = new SqlQueuePersistenceConfig(true, "org.h2.Driver", url, "", "", false);
        DB.initializeSingleton(config);
        // The library opens a database once per process; a later stack of the same process has another.
        ConnectionPoolSettings settings = ConnectionPool.singleton$default$4();
        ConnectionPool.singleton(url, "", "", settings, ConnectionPool.singleton$default$5(url, "", "", settings));
        ActorRef recorder = actors.actorOf(Props.create(SqlQueuePersistenceActor.class, config, Nil$.MODULE$));
        ActorRef manager = actors.actorOf(
                Props.create(QueueManagerActor.class, new NowProvider(), new SqsLimits(), Option.apply(recorder)));
        return new QueueMemory(manager, recorder);
    }

    /** What runs the queues, once all that the file holds is back. */
    ActorRef restored() {
        Patterns.ask(recorder, new QueueEvent.Restore(manager), RESTORE_LIMIT)
                .toCompletableFuture()
                .join();
        return manager;
    }

    @Override
    public void close() {
        ConnectionPool.closeAll();
    }
}
