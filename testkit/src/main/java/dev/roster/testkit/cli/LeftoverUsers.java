package dev.roster.testkit.cli;

import dev.roster.testkit.contract.api.ApiExchange;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ids of users that the clauses created and did not delete. Safe for use by multiple threads. */
final class LeftoverUsers {

    private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*([0-9]{1,18})");
    private static final Pattern ONE_USER = Pattern.compile("/users/([0-9]{1,18})");

    private final Set<Long> users = new ConcurrentSkipListSet<>();

    /** Records a creation or deletion of a user. */
    void track(ApiExchange exchange) {
        if (exchange.createsUser()) {
            Matcher id = ID.matcher(exchange.responseBody());
            if (id.find()) {
                users.add(Long.valueOf(id.group(1)));
            }
        }
        Matcher user = ONE_USER.matcher(exchange.path());
        if (exchange.method().equals("DELETE")
                && (exchange.status() == 204 || exchange.status() == 404)
                && user.matches()) {
            users.remove(Long.valueOf(user.group(1)));
        }
    }

    List<Long> users() {
        return List.copyOf(users);
    }
}
