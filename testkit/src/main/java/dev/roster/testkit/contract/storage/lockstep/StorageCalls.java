package dev.roster.testkit.contract.storage.lockstep;

import dev.roster.application.port.outbox.Lane;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxMessage.WelcomeNotification;
import dev.roster.application.port.outbox.OutboxQueue;
import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.application.port.security.OneTimeToken;
import dev.roster.application.port.security.OneTimeToken.Purpose;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.security.TokenHash;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.domain.PageRequest;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.NewUser;
import dev.roster.domain.user.Role;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.lockstep.Bindings;
import dev.roster.testkit.conformance.lockstep.Call;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Calls on users, credentials, tokens and outbox, of which programs of {@link StorageLockstepContract} consist. A user,
 * post or comment is referred to by the name that its creating call gave it; an unbound name stands for an id that does
 * not exist. Times are given in seconds after a fixed instant.
 */
public final class StorageCalls {

    static final Instant BASE = Instant.parse("2023-01-01T00:00:00.123456Z");

    /** Id that no storage assigns. */
    private static final UserId NO_USER = new UserId(UserId.MAX);

    private StorageCalls() {}

    static Instant at(int second) {
        return BASE.plusSeconds(second);
    }

    static UserId id(Bindings names, String user) {
        return names.get(user, NO_USER);
    }

    /**
     * Creates a user. Email addresses are numbers from 0 to 19; two numbers that differ by ten differ only in the case
     * of the email address.
     */
    public static Call<UnitOfWork> createUser(String user, int address, String name, int second) {
        return Call.of("createUser", List.of(user, address, name, second), (unit, names) -> {
            User created = unit.users().create(new NewUser(email(address), name, "", null, at(second)));
            names.bind(user, created.id());
            return created;
        });
    }

    /** Finds a user by id. */
    public static Call<UnitOfWork> findUser(String user) {
        return Call.of("findUser", List.of(user), (unit, names) -> unit.users().findById(id(names, user)));
    }

    /** Finds a user by email address. */
    public static Call<UnitOfWork> findByEmail(int address) {
        return Call.of(
                "findByEmail", List.of(address), (unit, names) -> unit.users().findByEmail(email(address)));
    }

    /** Lists users. */
    public static Call<UnitOfWork> listUsers(int page, int size) {
        return Call.of(
                "listUsers", List.of(page, size), (unit, names) -> unit.users().findAll(new PageRequest(page, size)));
    }

    /**
     * Updates a user.
     *
     * @param versionsOff difference between the version passed and the stored version
     */
    public static Call<UnitOfWork> updateUser(
            String user, int address, String name, boolean admin, int second, int versionsOff) {
        return Call.of("updateUser", List.of(user, address, name, admin, second, versionsOff), (unit, names) -> {
            User read = unit.users()
                    .findById(id(names, user))
                    .orElseGet(() -> new NewUser(email(address), name, "", null, BASE).toUser(NO_USER));
            return unit.users()
                    .update(read.withEmail(email(address))
                            .withName(name)
                            .withBio(name + name)
                            .withVerified(!read.verified())
                            .withRole(admin ? Role.ADMIN : Role.USER)
                            .withUpdatedAt(at(second))
                            .withVersion(Math.max(1, read.version() + versionsOff)));
        });
    }

    /** Deletes a user. */
    public static Call<UnitOfWork> deleteUser(String user) {
        return Call.of(
                "deleteUser", List.of(user), (unit, names) -> unit.users().delete(id(names, user)));
    }

    /** Deletes a user at a version. */
    public static Call<UnitOfWork> deleteUserAt(String user, int version) {
        return Call.of(
                "deleteUserAt",
                List.of(user, version),
                (unit, names) -> unit.users().delete(id(names, user), version));
    }

    /** Sets a password. */
    public static Call<UnitOfWork> setPassword(String user, int hash) {
        return Call.of(
                "setPassword",
                List.of(user, hash),
                (unit, names) -> unit.credentials().setPassword(id(names, user), hash(hash)));
    }

    /** Renews a password hash if the stored hash is the expected one. */
    public static Call<UnitOfWork> renewHash(String user, int expected, int renewed) {
        return Call.of(
                "renewHash",
                List.of(user, expected, renewed),
                (unit, names) -> unit.credentials().renewHash(id(names, user), hash(expected), hash(renewed)));
    }

    /** Ends a user's sessions. */
    public static Call<UnitOfWork> endSessions(String user) {
        return Call.of(
                "endSessions",
                List.of(user),
                (unit, names) -> unit.credentials().endSessions(id(names, user)));
    }

    /** Finds a user's credentials. */
    public static Call<UnitOfWork> findCredentials(String user) {
        return Call.of(
                "findCredentials",
                List.of(user),
                (unit, names) -> unit.credentials().findByUserId(id(names, user)));
    }

    /** Stores a one-time token. */
    public static Call<UnitOfWork> storeToken(int token, String user, Purpose purpose, int expiry) {
        return Call.of("storeToken", List.of(token, user, purpose, expiry), (unit, names) -> {
            unit.oneTimeTokens().store(new OneTimeToken(token(token), id(names, user), purpose, at(expiry)));
            return "stored";
        });
    }

    /** Uses a one-time token. */
    public static Call<UnitOfWork> useToken(int token, Purpose purpose, int second) {
        return Call.of(
                "useToken",
                List.of(token, purpose, second),
                (unit, names) -> unit.oneTimeTokens().consume(token(token), purpose, at(second)));
    }

    /** Revokes a user's tokens for one purpose. */
    public static Call<UnitOfWork> revokeTokens(String user, Purpose purpose, int second) {
        return Call.of("revokeTokens", List.of(user, purpose, second), (unit, names) -> {
            unit.oneTimeTokens().revoke(id(names, user), purpose, at(second));
            return "revoked";
        });
    }

    /** Appends a message to the outbox. */
    public static Call<UnitOfWork> appendMessage(String message, String user, int second) {
        return Call.of("appendMessage", List.of(message, user, second), (unit, names) -> {
            UUID uuid = UUID.nameUUIDFromBytes(message.getBytes(StandardCharsets.UTF_8));
            unit.outbox().append(new WelcomeNotification(new MessageId(uuid), at(second), id(names, user), message));
            return "appended";
        });
    }

    /** Claims messages; alternately acknowledges and retries them later. Does nothing inside a transaction. */
    public static Call<UnitOfWork> deliverMessages(int limit, int second) {
        return Call.of("deliverMessages", List.of(limit, second), (unit, names) -> {
            if (!(unit instanceof Storage storage)) {
                return "not from a transaction";
            }
            OutboxQueue queue = storage.outboxQueue();
            List<OutboxQueue.Claim> claims = queue.claim(Lane.DEFAULT, limit, at(second), Duration.ofMinutes(1));
            return IntStream.range(0, claims.size())
                    .mapToObj(i -> List.of(
                            claims.get(i).message(),
                            claims.get(i).attempt(),
                            i % 2 == 0
                                    ? queue.acknowledge(claims.get(i))
                                    : queue.retryLater(claims.get(i), at(second + 1), "planned")))
                    .toList();
        });
    }

    /** Returns the email address of a number. Numbers that differ by ten give the same address in two spellings. */
    private static EmailAddress email(int address) {
        return new EmailAddress((address < 10 ? "user" : "USER") + address % 10 + "@example.com");
    }

    private static PasswordHash hash(int number) {
        return new PasswordHash("hash " + number);
    }

    private static TokenHash token(int number) {
        return TokenHash.of(new OneTimeSecret("secret " + number));
    }
}
