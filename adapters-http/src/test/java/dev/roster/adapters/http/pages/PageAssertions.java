package dev.roster.adapters.http.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;

/** What holds for every page for people. */
final class PageAssertions {

    private PageAssertions() {}

    /** Asserts status and headers, and that the page loads nothing but the icon and runs only the script in the policy. */
    static String assertPage(HttpResponse<String> response, int status) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("text/html;charset=utf-8");
        assertThat(response.headers().allValues("Cache-Control")).containsExactly("no-store");
        assertThat(response.headers().allValues("Referrer-Policy")).containsExactly("no-referrer");
        assertThat(response.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
        String page = response.body();
        String policy = response.headers().firstValue("Content-Security-Policy").orElse("");
        assertThat(policy)
                .matches("default-src 'none'; style-src 'sha256-[^ ]+'; script-src 'sha256-[^ ]+'; img-src 'self'; "
                        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
                .contains("style-src " + hash(between(page, "<style>", "</style>")));
        assertThat(page)
                .startsWith("<!DOCTYPE html>\n<html lang=\"")
                .contains("name=\"viewport\"", "prefers-color-scheme: dark")
                .doesNotContain("://", "style=", "<script ", " onclick=\"", "@import", "url(");
        if (page.contains("<script>")) {
            assertThat(page).containsOnlyOnce("<script>");
            assertThat(policy).contains("script-src " + hash(between(page, "<script>", "</script>")));
        }
        return page;
    }

    private static String between(String page, String start, String end) {
        return page.substring(page.indexOf(start) + start.length(), page.indexOf(end));
    }

    private static String hash(String text) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    }
}
