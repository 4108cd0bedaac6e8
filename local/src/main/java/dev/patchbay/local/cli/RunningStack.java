package dev.patchbay.local.cli;

import dev.patchbay.local.LocalCloudSettings.Ports;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** A stack that {@code ./patchbay local} runs in another process. */
final class RunningStack {
    @Option(
            names = "--aws-port",
            paramLabel = "PORT",
            description = "The AWS endpoint of the running stack. Needed only if several run.")
    private int[] given = {};

    /**
     * Sends a request to it; empty if no stack runs.
     *
     * @param project for which it was started
     * @throws IllegalStateException if several stacks run and none is named
     */
    Optional<HttpResponse<String>> ask(
            Path project, String method, String path, Map<String, String> query, String body) {
        int port = port(project);
        String parameters = query.entrySet().stream()
                .map(q -> q.getKey() + "=" + URLEncoder.encode(q.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", "?", ""));
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path + parameters))
                .method(method, BodyPublishers.ofString(body))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return Optional.of(client.send(request, BodyHandlers.ofString()));
        } catch (ConnectException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("What listens on port " + port + " is no Patchbay: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private int port(Path project) {
        if (given.length > 0) {
            return given[0];
        }
        List<Integer> ports = RunningStacks.of(project).awsEndpoints().stream()
                .map(URI::getPort)
                .toList();
        if (ports.size() > 1) {
            throw new IllegalStateException("Several stacks run here: name one by its AWS endpoint, --aws-port "
                    + ports.stream().map(String::valueOf).collect(Collectors.joining(" or --aws-port ")) + ".");
        }
        return ports.isEmpty() ? Ports.DOCUMENTED.aws() : ports.getFirst();
    }
}
