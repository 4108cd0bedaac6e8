package dev.patchbay.local.gateway;

import dev.patchbay.local.template.EventSource.Route;
import dev.patchbay.local.template.FunctionResource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the route of a request, the most specific first: literal segments before parameters, those before greedy ones, a method before
 * {@code ANY}. Immutable.
 */
final class Routes {
    private final List<Entry> entries = new ArrayList<>();

    private record Entry(Route route, String function, List<String> segments) {
        /** Smaller is more specific. */
        String rank() {
            StringBuilder rank = new StringBuilder();
            for (String segment : segments) {
                rank.append(segment.endsWith("+}") ? '2' : segment.startsWith("{") ? '1' : '0');
            }
            return rank.append(route.method().equals("ANY") ? '4' : '3').toString();
        }
    }

    /** A route, the function behind it, and the values of its path parameters. */
    record Match(Route route, String function, Map<String, String> pathParameters) {
        /** {@code GET /api/connections/{id}}. */
        String key() {
            return route.method() + " " + route.path();
        }
    }

    Routes(List<FunctionResource> functions) {
        for (FunctionResource function : functions) {
            function.events(Route.class)
                    .forEach(route -> entries.add(new Entry(route, function.logicalId(), segments(route.path()))));
        }
        entries.sort(Comparator.comparing(Entry::rank));
    }

    Optional<Match> find(String method, String path) {
        List<String> segments = segments(path);
        return entries.stream()
                .filter(entry -> entry.route().method().equals("ANY")
                        || entry.route().method().equals(method))
                .flatMap(entry -> parameters(entry.segments(), segments)
                        .map(parameters -> new Match(entry.route(), entry.function(), parameters))
                        .stream())
                .findFirst();
    }

    private static Optional<Map<String, String>> parameters(List<String> template, List<String> path) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 0; i < template.size(); i++) {
            String segment = template.get(i);
            if (segment.endsWith("+}") && i < path.size()) {
                parameters.put(
                        segment.substring(1, segment.length() - 2), String.join("/", path.subList(i, path.size())));
                return Optional.of(parameters);
            }
            if (i >= path.size()) {
                return Optional.empty();
            }
            if (segment.startsWith("{")) {
                parameters.put(segment.substring(1, segment.length() - 1), path.get(i));
            } else if (!segment.equals(path.get(i))) {
                return Optional.empty();
            }
        }
        return template.size() == path.size() ? Optional.of(parameters) : Optional.empty();
    }

    private static List<String> segments(String path) {
        return List.of(path.substring(1).split("/", -1));
    }
}
