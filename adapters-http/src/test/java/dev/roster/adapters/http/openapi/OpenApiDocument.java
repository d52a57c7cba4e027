package dev.roster.adapters.http.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roster.adapters.http.pages.StaticResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An OpenAPI document: the parts that the validation library does not check. */
final class OpenApiDocument {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final JsonNode root;
    private final List<Operation> operations = new ArrayList<>();

    private OpenApiDocument(JsonNode root) {
        this.root = root;
        root.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method -> operations.add(new Operation(
                                method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue()))));
    }

    /** Returns the document that the server serves. */
    static OpenApiDocument served() throws IOException {
        return of(new String(StaticResource.readClassPath("openapi.json"), StandardCharsets.UTF_8));
    }

    static OpenApiDocument of(String json) {
        return new OpenApiDocument(parse(json));
    }

    static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }

    String json() {
        return root.toString();
    }

    List<Operation> operations() {
        return List.copyOf(operations);
    }

    /** Returns the operation of a path. A literal path precedes a path template. */
    Optional<Operation> operation(String method, String path) {
        return operations.stream()
                .filter(operation -> operation.method().equals(method) && operation.matches(path))
                .min(Comparator.comparing(operation -> operation.path().contains("{")));
    }

    /** Returns the target of a reference, or the node itself if it is not a reference. */
    JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? root.at(node.path("$ref").asText().substring(1)) : node;
    }

    /** An operation of the document. */
    record Operation(String method, String path, JsonNode node) {

        String id() {
            return node.path("operationId").asText();
        }

        /** Returns the documented status codes. */
        Set<String> statuses() {
            Set<String> statuses = new TreeSet<>();
            node.path("responses").fieldNames().forEachRemaining(statuses::add);
            statuses.remove("default");
            return statuses;
        }

        boolean isPage() {
            return node.path("tags").path(0).asText().equals("Pages");
        }

        /** Returns whether the operation accepts an access token, required or optional. */
        boolean acceptsToken() {
            return node.path("security").toString().contains("bearer");
        }

        boolean requiresToken() {
            return acceptsToken() && node.path("security").size() == 1;
        }

        /** Returns the media types of the request body. */
        Stream<String> bodyTypes() {
            return node.path("requestBody").path("content").properties().stream()
                    .map(type -> type.getKey());
        }

        private boolean matches(String requested) {
            String template = path.replaceAll("\\{[^}]*}", "\\\\E[^/]+\\\\Q");
            return Pattern.matches("\\Q" + template + "\\E", requested);
        }
    }
}
