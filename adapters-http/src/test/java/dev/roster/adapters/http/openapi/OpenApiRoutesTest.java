package dev.roster.adapters.http.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.adapters.http.TestServer;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The document names every route, and no other. */
class OpenApiRoutesTest {

    /** Routes that only refuse, lest "me" be taken for an id. */
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
        assertThat(SERVER.routes()).contains("HEAD /posts").contains("GET /posts");
        assertThat(paths("HEAD ")).isEqualTo(paths("GET "));
    }

    /** As the document says, HEAD is not told apart from GET; what the page for people loads is a part of it. */
    private static Set<String> servedRoutes() {
        return SERVER.routes().stream()
                .filter(route -> !route.startsWith("HEAD ") && !route.startsWith("GET /docs/"))
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
