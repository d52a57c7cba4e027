package dev.roster.testkit.contract.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Clause.Level;
import dev.roster.testkit.contract.client.ClientResult.ClientUser;
import dev.roster.testkit.contract.client.ClientResult.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Clauses about calls that succeed: the request, and the values read from the response. */
abstract class RosterClientCallsContract extends RosterClientPart {

    private static final Pattern PRODUCT = Pattern.compile("^[\\w!#$%&'*+.^`|~-]+/[0-9A-Za-z]");

    /** What HTTP libraries send by default. */
    private static final Pattern LIBRARY = Pattern.compile("(?i)^(python|python-urllib|python-requests|python-httpx"
            + "|java|java-http-client|okhttp|apache-httpclient|apache-httpasyncclient|jersey|ktor-client"
            + "|reactornetty|go-http-client|fasthttp|resty|node|node-fetch|undici|axios|got|deno|bun|guzzlehttp|php|faraday"
            + "|ruby|rest-client|httparty|libwww-perl|mojolicious|curl|libcurl|wget|hyper|reqwest|ureq|dart|restsharp"
            + "|openapi-generator|swagger-codegen)/");

    /** Given a user with the largest id and unusual texts. When it is read. Then each field is returned exactly. */
    @Clause(
            value = "client.user-read-exactly",
            promise =
                    "A user is returned with each field exactly as the server sent it: ids up to 2^53 - 1, texts of all"
                            + " scripts, microseconds.")
    void readsUserExactly() throws Exception {
        server().play(Reaction.json(200, SampleUsers.json(SampleUsers.JANE)));

        assertUser(getUser(), SampleUsers.JANE);

        ReceivedRequest request = onlyRequest();
        assertThat(request.method()).isEqualTo("GET");
        assertThat(request.target().getRawPath()).isEqualTo("/users/" + SampleUsers.LARGEST_ID);
    }

    /** Given answers with new fields of each type. When a user and a page are read. Then these fields are ignored. */
    @Clause(
            value = "client.unknown-fields-ignored",
            promise = "Fields that the client does not know are ignored, so a newer server can add some.")
    void ignoresUnknownFields() throws Exception {
        ObjectNode user = SampleUsers.node(SampleUsers.BOB);
        user.put("nickname", "bobby").putNull("avatar").putObject("settings").put("dark", true);
        user.putArray("tags").add("new");
        server().play(Reaction.json(200, user.toString()));
        assertUser(perform("getUser", Map.of("id", 7L)), SampleUsers.BOB);

        ObjectNode page = SampleUsers.page(List.of(SampleUsers.BOB), 1, 20, 1);
        page.put("took", 3).putArray("hints").addObject();
        server().play(Reaction.json(200, page.toString()));
        assertThat(perform("listUsers", Map.of("page", 1L, "size", 20L)).users())
                .containsExactly(SampleUsers.BOB);
    }

    /** Given an answer without the fields that only some callers see. When the user is read. Then it is returned. */
    @Clause(
            value = "client.public-profile-read",
            promise = "A user whose email address the caller may not see is returned without it.")
    void readsPublicProfile() throws Exception {
        ClientUser stranger =
                new ClientUser(8, SampleUsers.BOB.name(), "", Optional.empty(), SampleUsers.BOB.createdAt());
        server().play(Reaction.json(200, SampleUsers.json(stranger)));

        assertUser(perform("getUser", Map.of("id", 8L)), stranger);
    }

    /** Given a page of two of 42 users. When it is read. Then page and size are sent, and order and total returned. */
    @Clause(
            value = "client.page-read",
            promise = "A page is requested by page and size, and returned with its users in order and the total.")
    void readsPage() throws Exception {
        List<ClientUser> users = List.of(SampleUsers.JANE, SampleUsers.BOB);
        server().play(Reaction.json(200, SampleUsers.page(users, 3, 2, 42).toString()));

        ClientResult page = perform("listUsers", Map.of("page", 3L, "size", 2L));

        assertThat(page.outcome()).as("outcome of %s", page).isEqualTo(Outcome.PAGE);
        assertThat(page.users()).containsExactlyElementsOf(users);
        assertThat(page.total()).isEqualTo(42);
        assertThat(onlyRequest().target().getRawPath()).isEqualTo("/users");
        assertThat(onlyRequest().target().getRawQuery().split("&")).containsExactlyInAnyOrder("page=3", "size=2");
    }

    /** Given unusual texts. When a user is created with them. Then the body contains them exactly, as JSON. */
    @Clause(
            value = "client.user-created",
            promise = "A creation sends name and email address exactly as JSON, and returns the created user.")
    void createsUser() throws Exception {
        server().play(Reaction.json(201, SampleUsers.json(SampleUsers.JANE)));

        assertUser(createJane(), SampleUsers.JANE);

        ReceivedRequest request = onlyRequest();
        assertThat(request.method() + " " + request.target()).isEqualTo("POST /users");
        assertJson(
                request,
                SampleUsers.JSON
                        .createObjectNode()
                        .put("email", SampleUsers.JANE.email().orElseThrow())
                        .put("name", SampleUsers.JANE.name()));
    }

    /** Given a user. When it is replaced. Then all fields are sent to its path, and the new values are returned. */
    @Clause(
            value = "client.user-replaced",
            promise =
                    "A replacement sends all values to the user's path, also an empty bio, and no others; it returns the user.")
    void replacesUser() throws Exception {
        server().play(Reaction.json(200, SampleUsers.json(SampleUsers.BOB)));

        assertUser(replaceBob(), SampleUsers.BOB);

        ReceivedRequest request = onlyRequest();
        assertThat(request.method() + " " + request.target()).isEqualTo("PUT /users/7");
        assertJson(
                request,
                SampleUsers.JSON
                        .createObjectNode()
                        .put("email", "bob@example.com")
                        .put("name", "Bob")
                        .put("bio", ""));
    }

    /** Given a user. When it is deleted. Then an answer without a body is read as success. */
    @Clause(
            value = "client.user-deleted",
            promise = "A deletion that the server confirms without a body has succeeded.")
    void deletesUser() throws Exception {
        server().play(Reaction.with(204, Map.of(), ""));

        assertOutcome(deleteBob(), Outcome.DELETED);

        ReceivedRequest request = onlyRequest();
        assertThat(request.method() + " " + request.target()).isEqualTo("DELETE /users/7");
    }

    /** Given an access token. When calls are made. Then each sends it in the header only, and accepts JSON. */
    @Clause(
            value = "client.token-sent-in-header",
            promise =
                    "Each call sends the access token in the Authorization header and nowhere else, and accepts JSON.")
    void sendsTokenInHeader() throws Exception {
        server().play(Reaction.json(200, SampleUsers.json(SampleUsers.JANE)));
        getUser();
        assertTokenSent();
        server().play(Reaction.json(200, SampleUsers.page(List.of(), 1, 20, 0).toString()));
        perform("listUsers", Map.of("page", 1L, "size", 20L));
        assertTokenSent();
        server().play(Reaction.json(201, SampleUsers.json(SampleUsers.JANE)));
        createJane();
        assertTokenSent();
        server().play(Reaction.json(200, SampleUsers.json(SampleUsers.BOB)));
        replaceBob();
        assertTokenSent();
        server().play(Reaction.with(204, Map.of(), ""));
        deleteBob();
        assertTokenSent();
    }

    private void assertTokenSent() {
        ReceivedRequest request = onlyRequest();
        assertThat(request.header("Authorization")).as("%s", request).containsExactly("Bearer " + TOKEN);
        assertThat(request.partsWith(TOKEN))
                .as("parts of %s that contain the access token", request)
                .containsExactly("header Authorization");
        assertThat(String.join(",", request.header("Accept")))
                .as("Accept of %s", request)
                .containsPattern("application/json|\\*/\\*|^$");
    }

    /** Given another representation of the same JSON. When the user is read. Then it is the same. */
    @Clause(
            value = "client.json-forms-equal",
            promise =
                    "Answers are read as JSON: the order of fields, escapes, white space and the charset parameter do not"
                            + " matter.")
    void readsEachFormOfJson() throws Exception {
        String json = """
                 { "verified" : true, "createdAt":"1999-12-31T23:59:59.000Z",
                   "\\u006eame" : "\\u0042ob", "updatedAt":"1999-12-31T23:59:59Z",
                   "email":"bob@example.com",
                   "bio":"", "id":7 }
                """;
        server().play(Reaction.with(200, Map.of("content-type", "application/json; charset=UTF-8"), json));

        assertUser(perform("getUser", Map.of("id", 7L)), SampleUsers.BOB);
    }

    /** Given a call. When it is made. Then the User-Agent of the request names a product that is no HTTP library. */
    @Clause(
            value = "client.user-agent-sent",
            level = Level.SHOULD,
            promise =
                    "The User-Agent of a request starts with name and version of the client or the application, such as"
                            + " shop/1.2, not of an HTTP library.")
    void namesItself() throws Exception {
        server().play(Reaction.json(200, SampleUsers.json(SampleUsers.JANE)));
        getUser();

        String name = String.join(", ", onlyRequest().header("User-Agent"));
        assertThat(PRODUCT.matcher(name).find() && !LIBRARY.matcher(name).find())
                .as(
                        "User-Agent '%s' starts with name/version of the client or the application, such as shop/1.2, not of"
                                + " an HTTP library",
                        name)
                .isTrue();
    }

    /** Given answers that no client can know. When each kind of call is made twice. Then each is sent, and read. */
    @Clause(
            value = "client.each-call-sent",
            promise =
                    "Each call to a server without faults sends one request and returns the values of its answer; nothing"
                            + " is remembered or made up.")
    void sendsEachCall() throws Exception {
        for (int i = 0; i < 2; i++) {
            ClientUser user = SampleUsers.random();
            server().play(Reaction.json(200, SampleUsers.json(user)));
            assertUser(getUser(), user);
            onlyRequest();

            List<ClientUser> users = List.of(SampleUsers.random(), user);
            long total = user.id();
            server().play(Reaction.json(
                    200, SampleUsers.page(users, 1, 20, total).toString()));
            ClientResult page = perform("listUsers", Map.of("page", 1L, "size", 20L));
            assertThat(page.users()).as("users of %s", page).containsExactlyElementsOf(users);
            assertThat(page.total()).as("total of %s", page).isEqualTo(total);
            onlyRequest();

            server().play(Reaction.json(201, SampleUsers.json(user)));
            assertUser(createJane(), user);
            onlyRequest();

            server().play(Reaction.json(200, SampleUsers.json(user)));
            assertUser(replaceBob(), user);
            onlyRequest();

            server().play(i == 0 ? Reaction.with(204, Map.of(), "") : Reaction.error(404, "Not found", Map.of()));
            assertOutcome(deleteBob(), i == 0 ? Outcome.DELETED : Outcome.NOT_FOUND);
            onlyRequest();
        }
    }

    private static void assertJson(ReceivedRequest request, ObjectNode body) throws JsonProcessingException {
        assertThat(request.header("Content-Type"))
                .as("Content-Type of %s", request)
                .singleElement()
                .asString()
                .matches("(?i)application/json(; ?charset=\"?utf-8\"?)?");
        assertThat(SampleUsers.JSON.readTree(request.body()))
                .as("body of %s", request)
                .isEqualTo(body);
    }
}
