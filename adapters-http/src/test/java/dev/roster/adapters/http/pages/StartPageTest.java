package dev.roster.adapters.http.pages;

import static dev.roster.adapters.http.ErrorAssertions.assertError;
import static dev.roster.adapters.http.pages.PageAssertions.assertPage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.adapters.http.TestServer;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The start page, the icon, and the page for unknown paths. */
class StartPageTest {

    private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";

    @RegisterExtension
    private static final TestServer SERVER = TestServer.start();

    @Test
    void leadsBrowsersToDocumentsAndHealth() throws Exception {
        String page = assertPage(SERVER.get("/", "Accept", BROWSER), 200);

        for (String link : List.of("docs", "openapi.json", "health/ready")) {
            assertThat(page).contains("<a href=\"" + link + "\">");
            assertThat(SERVER.get("/" + link).statusCode()).as(link).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/json", "*/*", "text/html, application/json", "text/html;q=0.5, */*", "image/png"})
    void returnsJsonToPrograms(String accept) throws Exception {
        for (String path : List.of("/", "/nothing")) {
            assertError(SERVER.get(path, "Accept", accept), 404, "Not found");
            assertError(SERVER.get(path), 404, "Not found");
            assertError(SERVER.post(path, "{}", "Accept", accept), 404, "Not found");
        }
    }

    /** The links are relative, so that they also work below a proxy's path prefix. */
    @ParameterizedTest
    @CsvSource({"/nothing, ./", "/a/b/c, ../../", "/users/1/nothing, ../../", "/a/, ../"})
    void showsBrowsersPageForUnknownPath(String path, String root) throws Exception {
        String page = assertPage(SERVER.get(path, "Accept", BROWSER), 404);

        assertThat(page).contains("Page not found", "<a href=\"" + root + "\">", "href=\"" + root + "favicon.ico\"");
    }

    @Test
    void quotesNothingOfUnknownPath() throws Exception {
        String page = assertPage(SERVER.get("/%3Cscript%3Ereflected?q=%3Cscript%3Ereflected", "Accept", BROWSER), 404);

        assertThat(page).doesNotContain("reflected");
    }

    /** What is missing is a resource of the API, whose other responses are JSON too. */
    @Test
    void returnsJsonForUnknownUserToBrowsers() throws Exception {
        assertError(SERVER.get("/users/999", "Accept", BROWSER), 404, "Not found");
    }

    @Test
    void sendsIconForAnyAccept() throws Exception {
        HttpResponse<String> icon = SERVER.get("/favicon.ico", "Accept", "image/avif,image/webp,image/*");

        assertThat(icon.statusCode()).isEqualTo(200);
        assertThat(icon.headers().firstValue("Content-Type")).contains("image/x-icon");
        assertThat(icon.headers().firstValue("Cache-Control")).contains("public, max-age=86400");
        assertThat(SERVER.send("HEAD", "/favicon.ico", "").statusCode()).isEqualTo(200);
    }
}
