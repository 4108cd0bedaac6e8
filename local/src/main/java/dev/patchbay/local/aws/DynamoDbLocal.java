package dev.patchbay.local.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;

/**
 * DynamoDB Local in this process. Its own runner would listen on every interface and report its use to AWS; this one listens on this
 * machine only and reports nothing.
 */
public final class DynamoDbLocal implements AutoCloseable {
    private final Server server;
    private final LocalDynamoDBRequestHandler database;

    private DynamoDbLocal(Server server, LocalDynamoDBRequestHandler database) {
        this.server = server;
        this.database = database;
    }

    /** Starts it on any free port; tables live in {@code folder}, or in memory without one. */
    public static DynamoDbLocal start(Optional<Path> folder) {
        try {
            if (folder.isPresent()) {
                Files.createDirectories(folder.get());
            }
            // 0: its port is not for it to know. true: one database for every access key.
            LocalDynamoDBRequestHandler database = new LocalDynamoDBRequestHandler(
                    0, folder.isEmpty(), folder.map(Path::toString).orElse(null), true, false);
            Server server = new Server();
            ServerConnector connector = new ServerConnector(server);
            connector.setHost(LocalPort.HOST);
            server.addConnector(connector);
            server.setHandler(new LocalDynamoDBServerHandler(database, null));
            server.start();
            return new DynamoDbLocal(server, database);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder for DynamoDB's data cannot be made.", e);
        } catch (Exception e) {
            throw new IllegalStateException("DynamoDB Local does not start: " + e.getMessage(), e);
        }
    }

    /** Where it answers. */
    public URI uri() {
        return URI.create(
                "http://" + LocalPort.HOST + ":" + ((ServerConnector) server.getConnectors()[0]).getLocalPort());
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("DynamoDB Local does not stop: " + e.getMessage(), e);
        }
        database.shutdown();
    }
}
