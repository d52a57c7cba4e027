package dev.roster.testkit.contract.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.contract.api.ApiClient.Account;
import dev.roster.testkit.contract.api.ApiClient.Answer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What pages of other origins may do in a browser (the CORS protocol of the Fetch standard). Where no origin is let in,
 * each clause asserts that none is; where any is, that it is.
 */
abstract class RosterApiCrossOriginContract extends RosterApiPart {

    private static final String STRANGER = "https://stranger.example.net";
    private static final String ANY = "*";
    private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";

    RosterApiCrossOriginContract() {}

    /** The origin that is let in; where that goes for any or for none, a stranger's. */
    private String origin() {
        return contract()
                .allowedOrigin()
                .value()
                .filter(origin -> !origin.equals(ANY))
                .orElse(STRANGER);
    }

    private boolean isAnyLetIn() {
        return contract().allowedOrigin().value().filter(ANY::equals).isPresent();
    }

    private boolean isLetIn() {
        return contract().allowedOrigin().value().isPresent();
    }

    private Answer preflight(String origin, String method, String path, String headers) throws Exception {
        return api().with("Origin", origin)
                .with("Access-Control-Request-Method", method)
                .with("Access-Control-Request-Headers", headers)
                .send("OPTIONS", path, null, null);
    }

    /** Asserts that the origin is, unless none is. */
    private void assertLetIn(Answer answer) {
        assertLetIn(origin(), answer);
    }

    private void assertLetIn(String origin, Answer answer) {
        Optional<String> granted = answer.header(ALLOW_ORIGIN);
        if (isAnyLetIn() && granted.filter(ANY::equals).isPresent()) {
            return;
        }
        assertThat(granted)
                .as("%s of %s", ALLOW_ORIGIN, answer.request())
                .isEqualTo(isLetIn() ? Optional.of(origin) : Optional.empty());
        if (isLetIn()) {
            assertThat(list(answer, "Vary")).contains("origin");
        }
    }

    private static List<String> list(Answer answer, String header) {
        return Stream.of(answer.header(header).orElse("").split(",", -1))
                .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** Given an origin that is let in; when its browser asks first; then methods and headers of the API are granted. */
    @Clause("api.preflight-answered")
    void preflightAnswered() throws Exception {
        for (String path : List.of("/users/1", "/users/me", "/posts", "/auth/login")) {
            for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE")) {
                Answer answer = preflight(origin(), method, path, "authorization,content-type,if-match,if-none-match");
                assertLetIn(answer);
                if (isLetIn()) {
                    assertThat(answer.status()).isBetween(200, 299);
                    assertThat(list(answer, "Access-Control-Allow-Methods")).contains(method.toLowerCase(Locale.ROOT));
                    assertThat(list(answer, "Access-Control-Allow-Headers"))
                            .contains("authorization", "content-type", "if-match", "if-none-match");
                }
            }
        }
    }

    /** Given an origin that is let in; then its pages read answers of all kinds, refusals too, and their headers. */
    @Clause("api.cross-origin-answers-readable")
    void crossOriginAnswersReadable() throws Exception {
        Account account = registered();
        ApiClient page = api().with("Origin", origin());

        for (Answer answer : List.of(
                page.get(account.path()).expect(200),
                page.as(account).get("/users/me").expect(200),
                page.as(account).post("/posts", post("Title", "Content", true)).expect(201),
                page.get("/users/me").expect(401),
                page.get("/nothing").expect(404),
                page.post("/auth/login", ApiClient.object()).expect(422),
                page.with("Accept", "text/plain").get("/posts").expect(406))) {
            assertLetIn(answer);
            assertThat(answer.header("Access-Control-Allow-Credentials")).isEmpty();
            if (isLetIn()) {
                assertThat(list(answer, "Access-Control-Expose-Headers"))
                        .contains("etag", "location", "retry-after", "x-request-id");
            }
        }
    }

    /**
     * Given an origin that is not let in; then it is granted nothing, and is answered as anybody. Where any is let in, so
     * is each.
     */
    @Clause("api.other-origins-granted-nothing")
    void otherOriginsGrantedNothing() throws Exception {
        Account account = registered();
        if (isAnyLetIn()) {
            for (String origin : List.of(STRANGER, STRANGER + ":8443")) {
                ApiClient page = api().with("Origin", origin);
                assertLetIn(origin, page.get(account.path()).expect(200));
                assertLetIn(origin, preflight(origin, "DELETE", account.path(), "authorization"));
            }
            return;
        }
        for (String origin : List.of(STRANGER, "null", origin() + ".example.net")) {
            Answer read = api().with("Origin", origin).get(account.path()).expect(200);
            assertThat(read.header(ALLOW_ORIGIN)).isEmpty();
            assertThat(preflight(origin, "DELETE", account.path(), "authorization")
                            .header(ALLOW_ORIGIN))
                    .isEmpty();
        }
    }
}
