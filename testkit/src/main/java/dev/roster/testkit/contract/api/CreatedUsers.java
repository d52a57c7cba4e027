package dev.roster.testkit.contract.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tracks the users that a clause created, with their tokens and passwords, and deletes them after the clause. The
 * server deletes posts and comments with their authors. Safe for use by multiple threads.
 */
final class CreatedUsers {

    private static final String BEARER = "Bearer ";

    private final Map<Long, CreatedUser> users = new LinkedHashMap<>();

    /** Latest first. */
    private final Deque<String> passwords = new ArrayDeque<>();

    /** Records the users, tokens and passwords of an exchange. */
    synchronized void track(ApiExchange exchange, @Nullable String authorization, JsonNode sent, JsonNode body) {
        if (exchange.status() >= 300) {
            return;
        }
        String password = sent.path("password").asText("");
        if (!password.isEmpty() && !passwords.contains(password)) {
            passwords.addFirst(password);
        }
        JsonNode user = body.has("user") ? body.path("user") : body;
        long id = user.path("id").asLong();
        boolean isNew = id > 0 && exchange.createsUser();
        if (isNew) {
            users.put(id, new CreatedUser());
        }
        CreatedUser made = users.get(id);
        if (made != null && user.has("email")) {
            made.email = user.path("email").asText();
            if (body.has("token")) {
                made.tokens.addFirst(body.path("token").asText());
            } else if (isNew && authorization != null && authorization.startsWith(BEARER)) {
                made.tokens.addFirst(authorization.substring(BEARER.length()));
            }
        }
        if (exchange.method().equals("DELETE")) {
            users.keySet().removeIf(gone -> exchange.path().equals("/users/" + gone));
        }
    }

    /**
     * Deletes all tracked users, latest first, because a creator may be needed to delete the accounts it created.
     *
     * @throws AssertionError if users could not be deleted; names their ids
     */
    synchronized void delete(ApiClient api, Optional<String> adminToken) throws Exception {
        List<Long> left = new ArrayList<>();
        List<Long> ids = new ArrayList<>(users.keySet());
        for (int i = ids.size() - 1; i >= 0; i--) {
            CreatedUser made = users.getOrDefault(ids.get(i), new CreatedUser());
            adminToken.ifPresent(made.tokens::addLast);
            if (!delete(api, "/users/" + ids.get(i), made)) {
                left.add(ids.get(i));
            }
        }
        users.clear();
        assertThat(left).as("created users that could not be deleted").isEmpty();
    }

    private boolean delete(ApiClient api, String path, CreatedUser made) throws Exception {
        for (String token : made.tokens) {
            if (isDeleted(api, path, token)) {
                return true;
            }
        }
        for (Iterator<String> each = passwords.iterator(); each.hasNext() && !made.email.isEmpty(); ) {
            Response answer = api.post(
                    "/auth/login", ApiClient.object().put("email", made.email).put("password", each.next()));
            if (answer.status() == 200 && isDeleted(api, path, answer.text("token"))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isDeleted(ApiClient api, String path, String token) throws Exception {
        int status =
                api.withHeader("Authorization", BEARER + token).delete(path).status();
        return status == 204 || status == 404;
    }

    /** Credentials of a created user. */
    private static final class CreatedUser {
        private final Deque<String> tokens = new ArrayDeque<>();
        private String email = "";
    }
}
