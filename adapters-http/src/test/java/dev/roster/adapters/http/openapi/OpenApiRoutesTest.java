package dev.roster.adapters.http.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.adapters.http.TestServer;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Compares the routes of the server with the paths of the OpenAPI document. */
class OpenApiRoutesTest {

    /** Routes that only respond 405, so that "me" is not treated as an id. */
    private static final List<String> REJECTING_ROUTES = List.of("POST /users/me", "PUT /users/me", "DELETE /users/me");

    @RegisterExtension
    private static final TestServer SERVER = TestServer.start();

    @Test
    void documentsEveryRoute() throws Exception {
        Set<String> documented = OpenApiDocument.served().operations().stream()
                .map(operation -> operation.method() + " " + operation.path())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(servedRoutes()).containsExactlyElementsOf(documented);
    }

    @Test
    void servesHeadForEveryGet() {
        assertThat(paths("HEAD ")).contains("/posts").isEqualTo(paths("GET "));
    }

    /** Omits HEAD routes and the files of the pages: the document does not list them. */
    private static Set<String> servedRoutes() {
        return SERVER.routes().stream()
                .filter(route -> !route.startsWith("HEAD ") && !route.startsWith("GET /docs/"))
                .filter(route -> !route.equals("GET /favicon.ico"))
                .filter(route -> !REJECTING_ROUTES.contains(route))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> paths(String method) {
        return SERVER.routes().stream()
                .filter(route -> route.startsWith(method))
                .map(route -> route.substring(method.length()))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
