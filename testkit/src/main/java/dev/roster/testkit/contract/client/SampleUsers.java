package dev.roster.testkit.contract.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roster.testkit.contract.client.ClientResult.ClientUser;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Users of the played server, and its answers about them. */
final class SampleUsers {

    static final ObjectMapper JSON = new ObjectMapper();

    /** The largest id, which a client that reads numbers as 32 bits or as floats with rounding loses. */
    static final long LARGEST_ID = 9_007_199_254_740_991L;

    static final ClientUser JANE = new ClientUser(
            LARGEST_ID,
            "Zoe\u0308 😀 \"x\" \\ <b>&amp; שלום",
            " first line\r\n\tsecond line\u2028\u0001 ",
            Optional.of("jane.doe+1@example.com"),
            Instant.parse("2023-01-01T00:00:00.000001Z"));

    static final ClientUser BOB =
            new ClientUser(7, "Bob", "", Optional.of("bob@example.com"), Instant.parse("1999-12-31T23:59:59Z"));

    private SampleUsers() {}

    /** Returns a user that no client can know. */
    static ClientUser random() {
        long number = ThreadLocalRandom.current().nextLong(1, LARGEST_ID);
        return new ClientUser(
                number,
                "name " + number,
                "bio " + number,
                Optional.of(number + "@example.com"),
                Instant.ofEpochSecond(number % 4_000_000_000L));
    }

    static String json(ClientUser user) {
        return node(user).toString();
    }

    /** Returns a user as the API shows it. */
    static ObjectNode node(ClientUser user) {
        ObjectNode json = JSON.createObjectNode()
                .put("id", user.id())
                .put("name", user.name())
                .put("bio", user.bio())
                .put("createdAt", user.createdAt().toString());
        user.email()
                .ifPresent(email -> json.put("email", email)
                        .put("verified", true)
                        .put("updatedAt", user.createdAt().toString()));
        return json;
    }

    static ObjectNode page(List<ClientUser> users, int page, int size, long total) {
        ObjectNode json = JSON.createObjectNode();
        ArrayNode items = json.putArray("items");
        users.forEach(user -> items.add(node(user)));
        return json.put("total", total).put("page", page).put("size", size).put("pages", (total + size - 1) / size);
    }

    static String error(int status, String error) {
        return JSON.createObjectNode()
                .put("status", status)
                .put("error", error)
                .put("detail", "As the test says.")
                .put("requestId", "r-1")
                .toString();
    }

    static String invalid(List<String> fields) {
        ObjectNode json = JSON.createObjectNode().put("status", 422).put("error", "Validation failed");
        ArrayNode detail = json.putArray("detail");
        fields.forEach(field -> detail.addObject().put("field", field).put("message", "is invalid"));
        return json.put("requestId", "r-1").toString();
    }
}
