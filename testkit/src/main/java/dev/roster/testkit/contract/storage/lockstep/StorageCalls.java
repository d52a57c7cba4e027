package dev.roster.testkit.contract.storage.lockstep;

import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.application.port.security.OneTimeToken;
import dev.roster.application.port.security.OneTimeToken.Purpose;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.security.TokenHash;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.domain.PageRequest;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.NewUser;
import dev.roster.domain.user.Role;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.lockstep.Bindings;
import dev.roster.testkit.conformance.lockstep.Call;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;

/**
 * Calls on users, credentials and tokens, of which programs of {@link StorageLockstepContract} consist. A user,
 * post or comment is referred to by the name that its creating call gave it; an unbound name stands for an id that does
 * not exist. Times are given in microseconds after a fixed instant.
 */
public final class StorageCalls {

    static final Instant BASE = Instant.parse("2023-01-01T00:00:00.123456Z");

    /** Id that no storage assigns. */
    private static final UserId NO_USER = new UserId(UserId.MAX);

    private StorageCalls() {}

    static Instant at(int micros) {
        return BASE.plus(micros, ChronoUnit.MICROS);
    }

    static UserId id(Bindings names, String user) {
        return names.get(user, NO_USER);
    }

    /**
     * Creates a user. Email addresses are numbers from 0 to 19; two numbers that differ by ten differ only in the case
     * of the email address.
     *
     * @param creator the user who creates the account; empty if the user registers
     */
    public static Call<UnitOfWork> createUser(
            String user, int address, String name, String bio, String creator, int micros) {
        return Call.of("createUser", List.of(user, address, name, bio, creator, micros), (unit, names) -> {
            User created = unit.users()
                    .create(new NewUser(
                            email(address), name, bio, creator.isEmpty() ? null : id(names, creator), at(micros)));
            names.bind(user, created.id());
            return created;
        });
    }

    /** Finds a user by id. */
    public static Call<UnitOfWork> findUser(String user) {
        return Call.of("findUser", List.of(user), (unit, names) -> unit.users().findById(id(names, user)));
    }

    /** Finds a user by id, and locks it until the end of the transaction. */
    public static Call<UnitOfWork> lockUser(String user) {
        return Call.of("lockUser", List.of(user), (unit, names) -> unit.users().lock(id(names, user)));
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
            String user, int address, String name, String bio, boolean admin, int micros, int versionsOff) {
        return Call.of("updateUser", List.of(user, address, name, bio, admin, micros, versionsOff), (unit, names) -> {
            User read = unit.users()
                    .findById(id(names, user))
                    .orElseGet(() -> new NewUser(email(address), name, "", null, BASE).toUser(NO_USER));
            return unit.users()
                    .update(read.withEmail(email(address))
                            .withName(name)
                            .withBio(bio)
                            .withVerified(!read.verified())
                            .withRole(admin ? Role.ADMIN : Role.USER)
                            .withUpdatedAt(at(micros))
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

    /** Finds which of two users have credentials. */
    public static Call<UnitOfWork> findClaimed(String user, String other) {
        return Call.of("findClaimed", List.of(user, other), (unit, names) -> {
            Set<UserId> asked = Set.copyOf(List.of(id(names, user), id(names, other)));
            Set<UserId> claimed = unit.credentials().findClaimed(asked);
            return List.of(
                    claimed.contains(id(names, user)), claimed.contains(id(names, other)), asked.containsAll(claimed));
        });
    }

    /** Stores a one-time token. */
    public static Call<UnitOfWork> storeToken(int token, String user, Purpose purpose, int expiry) {
        return Call.of("storeToken", List.of(token, user, purpose, expiry), (unit, names) -> {
            unit.oneTimeTokens().store(new OneTimeToken(token(token), id(names, user), purpose, at(expiry)));
            return "stored";
        });
    }

    /** Finds the owner of a one-time token, without using it. */
    public static Call<UnitOfWork> findToken(int token, Purpose purpose, int micros) {
        return Call.of(
                "findToken",
                List.of(token, purpose, micros),
                (unit, names) -> unit.oneTimeTokens().find(token(token), purpose, at(micros)));
    }

    /** Deletes expired one-time tokens. */
    public static Call<UnitOfWork> deleteExpiredTokens(int micros) {
        return Call.of(
                "deleteExpiredTokens",
                List.of(micros),
                (unit, names) -> unit.oneTimeTokens().deleteExpiredBefore(at(micros)));
    }

    /** Uses a one-time token. */
    public static Call<UnitOfWork> useToken(int token, Purpose purpose, int micros) {
        return Call.of(
                "useToken",
                List.of(token, purpose, micros),
                (unit, names) -> unit.oneTimeTokens().consume(token(token), purpose, at(micros)));
    }

    /** Revokes a user's tokens for one purpose. */
    public static Call<UnitOfWork> revokeTokens(String user, Purpose purpose, int micros) {
        return Call.of("revokeTokens", List.of(user, purpose, micros), (unit, names) -> {
            unit.oneTimeTokens().revoke(id(names, user), purpose, at(micros));
            return "revoked";
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
