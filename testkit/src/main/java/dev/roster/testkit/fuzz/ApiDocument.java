package dev.roster.testkit.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roster.testkit.fuzz.request.Operation;
import dev.roster.testkit.fuzz.request.Operation.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** OpenAPI 3.0 document. References inside the document are resolved. */
final class ApiDocument {

    private static final String REF = "$ref";
    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

    private final JsonNode root;

    private ApiDocument(JsonNode root) {
        this.root = root;
    }

    static ApiDocument parse(String json) {
        try {
            return new ApiDocument(new ObjectMapper().readTree(json));
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException("the document is not JSON", malformed);
        }
    }

    /** Returns the operations in the order of the document. */
    List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        root.path("paths").properties().forEach(path -> {
            JsonNode item = resolved(path.getValue());
            item.properties().forEach(entry -> {
                if (METHODS.contains(entry.getKey())) {
                    operations.add(operation(entry.getKey(), path.getKey(), item, entry.getValue()));
                }
            });
        });
        if (operations.isEmpty()) {
            throw new IllegalArgumentException("the document has no operation");
        }
        return operations;
    }

    private Operation operation(String method, String path, JsonNode item, JsonNode operation) {
        List<Parameter> parameters = new ArrayList<>();
        for (JsonNode list : List.of(item.path("parameters"), operation.path("parameters"))) {
            list.forEach(parameter -> parameters.add(parameter(resolved(parameter))));
        }
        Map<String, JsonNode> bodies = new LinkedHashMap<>();
        resolved(operation.path("requestBody"))
                .path("content")
                .properties()
                .forEach(
                        body -> bodies.put(body.getKey(), schema(body.getValue().path("schema"))));
        Map<String, Set<String>> answers = new LinkedHashMap<>();
        operation.path("responses").properties().forEach(answer -> {
            Set<String> types = new LinkedHashSet<>();
            resolved(answer.getValue()).path("content").fieldNames().forEachRemaining(types::add);
            answers.put(answer.getKey(), types);
        });
        JsonNode security = operation.has("security") ? operation.path("security") : root.path("security");
        boolean secured = !security.isEmpty();
        return new Operation(method.toUpperCase(Locale.ROOT), path, parameters, bodies, secured, answers);
    }

    private Parameter parameter(JsonNode parameter) {
        JsonNode schema = schema(parameter.path("schema"));
        if (parameter.has("example") && schema instanceof ObjectNode object) {
            schema = object.deepCopy().set("example", parameter.path("example"));
        }
        boolean required = parameter.path("required").asBoolean();
        return new Parameter(
                parameter.path("name").asText(), parameter.path("in").asText(), required, schema);
    }

    /** Resolves references in properties and items, and merges the parts of {@code allOf}. */
    private JsonNode schema(JsonNode schema) {
        return schema(schema, Set.of());
    }

    /**
     * Resolves a schema that may be recursive.
     *
     * @param within the references that enclose the schema; a recursive reference becomes a schema that allows any
     *     value
     */
    private JsonNode schema(JsonNode schema, Set<String> within) {
        Set<String> inIt = new LinkedHashSet<>(within);
        if (schema.has(REF) && !inIt.add(schema.path(REF).asText())) {
            return JsonNodeFactory.instance.objectNode();
        }
        JsonNode found = resolved(schema);
        if (!(found instanceof ObjectNode object)) {
            return found;
        }
        ObjectNode whole = object.deepCopy();
        whole.path("allOf")
                .forEach(part -> schema(part, inIt).properties().forEach(entry -> {
                    if (whole.get(entry.getKey()) instanceof ObjectNode there
                            && entry.getValue() instanceof ObjectNode more) {
                        there.setAll(more);
                    } else {
                        whole.set(entry.getKey(), entry.getValue());
                    }
                }));
        if (whole.get("properties") instanceof ObjectNode properties) {
            properties.properties().forEach(property -> property.setValue(schema(property.getValue(), inIt)));
        }
        if (whole.has("items")) {
            whole.set("items", schema(whole.path("items"), inIt));
        }
        return whole;
    }

    private JsonNode resolved(JsonNode node) {
        JsonNode found = node;
        while (found.has(REF)) {
            String reference = found.path(REF).asText();
            found = root.at(reference.substring(1));
            if (!reference.startsWith("#/") || found.isMissingNode()) {
                throw new IllegalArgumentException("the document does not contain " + reference);
            }
        }
        return found;
    }
}
