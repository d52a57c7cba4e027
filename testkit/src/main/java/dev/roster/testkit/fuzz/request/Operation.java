package dev.roster.testkit.fuzz.request;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An operation of the document.
 *
 * @param method in upper case
 * @param path the template, such as {@code /users/{id}}
 * @param parameters those of the path item included
 * @param bodies the schemas of the request's body by media type
 * @param secured whether it takes credentials, needed or not
 * @param responses the media types of the body by the documented status, {@code default} included
 */
public record Operation(
        String method,
        String path,
        List<Parameter> parameters,
        Map<String, JsonNode> bodies,
        boolean secured,
        Map<String, Set<String>> responses) {

    /**
     * A parameter.
     *
     * @param in {@code path}, {@code query} or {@code header}
     */
    public record Parameter(String name, String in, boolean required, JsonNode schema) {}

    /** Makes a copy of what it gets. */
    public Operation {
        parameters = List.copyOf(parameters);
        bodies = Map.copyOf(bodies);
        responses = Map.copyOf(responses);
    }

    /** Its method and path. */
    @Override
    public String toString() {
        return method + " " + path;
    }

    public boolean documents(int status) {
        return responses.containsKey(Integer.toString(status));
    }

    /** Of an answer with that status; empty if nothing is said of it. */
    public Set<String> mediaTypes(int status) {
        Set<String> fallback = responses.getOrDefault("default", Set.of());
        return responses.getOrDefault(Integer.toString(status), fallback);
    }
}
