package dev.roster.testkit.contract.client;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * One call that a client has to make.
 *
 * @param server base URL of the server that the contract plays
 * @param operation the operation of the OpenAPI document: {@code getUser}, {@code listUsers},
 *     {@code createUser}, {@code replaceUser} or {@code deleteUser}
 * @param arguments the arguments by their names in the document: parameters and fields of the body, each a text or a
 *     {@link Long}
 * @param accessToken the token that the client sends as {@code Authorization: Bearer}
 * @param timeout the longest time that the caller is willing to wait, with all repetitions
 */
public record ClientTask(
        URI server, String operation, Map<String, Object> arguments, String accessToken, Duration timeout) {

    /** Copies the arguments. */
    public ClientTask {
        arguments = Map.copyOf(arguments);
    }

    /** Returns a numeric argument. */
    public long number(String name) {
        return (Long) argument(name);
    }

    /** Returns an argument that is a text. */
    public String text(String name) {
        return (String) argument(name);
    }

    private Object argument(String name) {
        Object value = arguments.get(name);
        if (value == null) {
            throw new IllegalArgumentException(operation + " has no argument " + name);
        }
        return value;
    }

    /** Contains no token. */
    @Override
    public String toString() {
        return operation + arguments;
    }
}
