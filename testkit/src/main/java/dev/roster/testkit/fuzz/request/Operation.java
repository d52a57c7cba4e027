package dev.roster.testkit.fuzz.request;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Operation of the document.
 *
 * @param method the method in upper case
 * @param path the template, such as {@code /users/{id}}
 * @param parameters the parameters, including those of the path item
 * @param bodies the schemas of the request body by media type
 * @param secured whether it accepts credentials, required or optional
 * @param responses the media types of the response body by documented status, including {@code default}
 */
public record Operation(
        String method,
        String path,
        List<Parameter> parameters,
        Map<String, JsonNode> bodies,
        boolean secured,
        Map<String, Set<String>> responses) {

    /**
     * Parameter of an operation.
     *
     * @param in {@code path}, {@code query} or {@code header}
     */
    public record Parameter(String name, String in, boolean required, JsonNode schema) {}

    /** Copies the collections. */
    public Operation {
        parameters = List.copyOf(parameters);
        bodies = Map.copyOf(bodies);
        responses = Map.copyOf(responses);
    }

    /** Returns the method and the path. */
    @Override
    public String toString() {
        return method + " " + path;
    }

    public boolean documents(int status) {
        return responses.containsKey(Integer.toString(status));
    }

    /** Returns the documented media types of a response with that status; empty if there are none. */
    public Set<String> mediaTypes(int status) {
        Set<String> fallback = responses.getOrDefault("default", Set.of());
        return responses.getOrDefault(Integer.toString(status), fallback);
    }
}
