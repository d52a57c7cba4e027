package dev.roster.adapters.http.pages;

import static dev.roster.adapters.http.ErrorAssertions.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.adapters.http.TestServer;
import dev.roster.testkit.fuzz.RawHttpConnection;
import dev.roster.testkit.fuzz.RawHttpResponse;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiDocumentsTest {

    private static final Map<String, String> TYPES =
            Map.of("css", "text/css;charset=utf-8", "js", "text/javascript;charset=utf-8", "png", "image/png");

    @RegisterExtension
    private static final TestServer SERVER = TestServer.start();

    /** Returns the relative paths of the files that the page loads. */
    private static List<String> assets() throws Exception {
        Matcher matcher = Pattern.compile("(?:src|href)=\"([^\"]*)\"")
                .matcher(SERVER.get("/docs").body());
        return matcher.results().map(found -> found.group(1)).toList();
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @Test
    void supportsConditionalGetOfDocumentAndPage() throws Exception {
        for (String path : List.of("/openapi.json", "/docs")) {
            HttpResponse<String> whole = SERVER.get(path);
            HttpResponse<String> head = SERVER.send("HEAD", path, "");
            HttpResponse<String> again = SERVER.get(path, "If-None-Match", header(whole, "ETag"));

            assertThat(whole.statusCode()).isEqualTo(200);
            assertThat(header(whole, "Cache-Control")).isEqualTo("no-cache");
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.body()).isEmpty();
            assertThat(header(head, "ETag")).isNotEmpty().isEqualTo(header(whole, "ETag"));
            assertThat(again.statusCode()).isEqualTo(304);
            assertThat(again.body()).isEmpty();
        }
    }

    @Test
    void loadsOnlyOwnAssets() throws Exception {
        assertThat(assets()).hasSizeGreaterThan(4).allMatch(asset -> asset.matches("(docs/[\\w-]+/)?[\\w.-]+"));
        for (String asset : assets()) {
            HttpResponse<String> response = SERVER.get("/" + asset);
            String extension = asset.substring(asset.lastIndexOf('.') + 1);

            assertThat(response.statusCode()).as(asset).isEqualTo(200);
            if (asset.startsWith("docs/")) {
                assertThat(header(response, "Content-Type")).isEqualTo(TYPES.get(extension));
                assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
                assertThat(header(response, "Cache-Control")).contains("immutable", "max-age=31536000");
                HttpResponse<String> again = SERVER.get("/" + asset, "If-None-Match", header(response, "ETag"));
                assertThat(again.statusCode()).as(asset).isEqualTo(304);
            }
            if (extension.equals("css")) {
                assertThat(response.body()).doesNotContain("@import", "url(http", "url(\"http", "url(//");
            }
        }
    }

    /** The policy stops a browser from loading anything from other servers, even if Swagger UI refers to them. */
    @Test
    void restrictsPageByContentSecurityPolicy() throws Exception {
        HttpResponse<String> page = SERVER.get("/docs", "Accept", "text/html,*/*;q=0.8");

        assertThat(header(page, "Content-Security-Policy").split("; ", -1))
                .contains(
                        "default-src 'none'",
                        "script-src 'self'",
                        "connect-src 'self'",
                        "base-uri 'none'",
                        "frame-ancestors 'none'");
        assertThat(header(page, "Content-Security-Policy")).doesNotContain("http", "*", "unsafe-eval");
        assertThat(header(page, "Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(header(page, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.body()).doesNotContain("http:", "https:", "<style", "onload");
        String start = assets().stream()
                .filter(asset -> asset.endsWith("start.js"))
                .findFirst()
                .orElseThrow();
        assertThat(SERVER.get("/" + start).body())
                .contains("validatorUrl: null", "url: \"openapi.json\"")
                .doesNotContain("http");
    }

    /** The redirect is relative, so that it also works below a proxy's path prefix. */
    @Test
    void redirectsTrailingSlash() throws Exception {
        HttpResponse<String> response = SERVER.get("/docs/");

        assertThat(response.statusCode()).isEqualTo(308);
        assertThat(header(response, "Location")).isEqualTo("../docs");
    }

    @Test
    void returnsNotFoundForOtherFiles() throws Exception {
        String folder = assets().get(0).replace("swagger-ui.css", "");

        for (String name :
                List.of("", "index.html", "swagger-ui.js", "swagger-ui.css.map", "page.html", "x/start.js")) {
            assertError(SERVER.get("/" + folder + name), 404, "Not found");
        }
        for (String path : List.of("/docs/start.js", "/docs/0/start.js", "/docs/openapi.json", "/swagger-ui.css")) {
            assertError(SERVER.get(path), 404, "Not found");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../page.html",
                "..%2fpage.html",
                "%2e%2e/page.html",
                "....//page.html",
                "../../../../../../logback.xml",
                "..\\page.html",
                "start.js%00.css",
                "start.js;.css",
            })
    void rejectsPathTraversal(String name) throws Exception {
        String folder = assets().get(0).replace("swagger-ui.css", "");
        RawHttpResponse response = RawHttpConnection.sendAndAwaitClose(
                SERVER.port(), "GET /" + folder + name + " HTTP/1.1\nHost: x\nConnection: close\n\n");

        assertThat(response.status()).isIn(400, 404);
        assertError(response, response.status(), response.status() == 400 ? "Bad request" : "Not found");
    }
}
