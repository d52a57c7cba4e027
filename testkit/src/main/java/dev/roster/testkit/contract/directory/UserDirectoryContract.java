package dev.roster.testkit.contract.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.application.port.directory.UserDirectory;
import dev.roster.application.port.directory.UserDirectory.Details;
import dev.roster.application.port.directory.UserDirectory.DirectoryUser;
import dev.roster.domain.InvalidValueException;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.Violation;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.EmailAlreadyExistsException;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import dev.roster.domain.user.UserUpdate;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Contract;
import dev.roster.testkit.conformance.Rendezvous;
import dev.roster.testkit.conformance.Required;
import dev.roster.testkit.data.Unique;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * Contract of {@link UserDirectory}. The directory may contain other users. Longer than other classes because all its
 * clauses need the same callers.
 */
public abstract class UserDirectoryContract extends Contract<UserDirectory> {

    private static final List<String> TRICKY_NAMES = List.of(
            "Zoe\u0308",
            "שלום",
            "O'Brien \"x\" \\ / <b>&amp;",
            "👩‍👩‍👧‍👦",
            "😀".repeat(100),
            "tab\tand\nline",
            "line\u2028and\u0001control");

    private static final List<String> INVALID_NAMES = List.of("", "n".repeat(101), "a\0b");

    /**
     * Given a user that was created. When either of two clients looks it up by id. Then it is returned with all fields
     * as at its creation.
     */
    @Clause(
            value = "directory.created-user-found",
            promise = "Each client finds a created user by its id, with all fields as at its creation.")
    void findsCreatedUser() throws Exception {
        EmailAddress email = Unique.emailAddress();

        DirectoryUser created = client().create(email, "Jane Doe");

        Instant createdAt = created.createdAt();
        assertThat(created)
                .isEqualTo(new DirectoryUser(
                        created.id(), "Jane Doe", "", createdAt, Optional.of(new Details(email, false, createdAt))));
        assertThat(createdAt).isEqualTo(createdAt.truncatedTo(ChronoUnit.MICROS));
        assertThat(client().findById(created.id())).contains(created);
        assertThat(secondClient().findById(created.id())).contains(created);
    }

    /** Given no user with the largest id. When that id is looked up. Then the result is empty. */
    @Clause(
            value = "directory.unknown-is-empty",
            promise = "A lookup of an id that no user has returns an empty result.")
    void returnsEmptyForUnknownUser() {
        assertThat(client().findById(new UserId(UserId.MAX))).isEmpty();
    }

    /** Given names of many scripts. When users are created with them. Then each name is stored exactly. */
    @Clause(
            value = "directory.text-kept-exactly",
            promise = "Names are stored and returned exactly as they were given.")
    void preservesText() {
        for (String name : TRICKY_NAMES) {
            DirectoryUser created = client().create(Unique.emailAddress(), name);

            assertThat(created.name()).isEqualTo(name);
            assertThat(client().findById(created.id())).contains(created);
        }
    }

    /**
     * Given a user. When another user is created with the same email address in a different case. Then this throws
     * {@link EmailAlreadyExistsException}.
     */
    @Clause(
            value = "directory.duplicate-rejected",
            promise = "No user is created with an email address that another user has, whatever the case of "
                    + "its letters.")
    void rejectsDuplicateEmail() {
        String email = Unique.email();
        DirectoryUser first = client().create(new EmailAddress(email), "First");
        EmailAddress again = new EmailAddress("USER" + email.substring(4));

        assertThatExceptionOfType(EmailAlreadyExistsException.class)
                .isThrownBy(() -> client().create(again, "Second"))
                .satisfies(refusal -> assertThat(refusal.email()).isEqualTo(again));

        assertThat(client().findById(first.id())).contains(first);
    }

    /**
     * Given names that the domain rejects. When a user is created with one. Then this throws
     * {@link InvalidValueException} that names the field.
     */
    @Clause(
            value = "directory.invalid-rejected",
            promise = "A name that the domain rejects creates no user; the exception names the field.")
    void rejectsInvalidName() {
        for (String name : INVALID_NAMES) {
            assertRejected("name", () -> client().create(Unique.emailAddress(), name));
        }
    }

    /** Given users created one after the other. When two pages are read. Then they list the users newest first. */
    @Clause(value = "directory.list-newest-first", promise = "Pages list all users, newest first, each user once.")
    void listsNewestFirst() {
        List<DirectoryUser> newestFirst = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            newestFirst.add(0, client().create(Unique.emailAddress(), "Number " + i));
        }

        Page<DirectoryUser> first = client().findAll(new PageRequest(1, 3));
        Page<DirectoryUser> second = client().findAll(new PageRequest(2, 3));

        assertThat(first.items()).containsExactlyElementsOf(newestFirst.subList(0, 3));
        assertThat(second.items()).startsWith(newestFirst.get(3), newestFirst.get(4));
        assertThat(first.total()).isEqualTo(second.total()).isGreaterThanOrEqualTo(5);
    }

    /** Given some users. When a page past the end is read. Then it is empty and contains the total. */
    @Clause(
            value = "directory.list-past-the-end-empty",
            promise = "A page past the end is empty and contains the total.")
    void returnsEmptyPagePastTheEnd() {
        client().create(Unique.emailAddress(), "One");
        long total = client().findAll(PageRequest.first()).total();

        Page<DirectoryUser> past = client().findAll(new PageRequest(1_000_000, 100));

        assertThat(past.items()).isEmpty();
        assertThat(past.total()).isEqualTo(total).isPositive();
    }

    /**
     * Given two users. When one is updated. Then both clients find its new values, its id and creation time stay, and
     * the other user is unchanged.
     */
    @Clause(
            value = "directory.updated-user-found",
            promise = "Each client finds the new values of an updated user; id, creation time and other users stay.")
    void findsUpdatedUser() throws Exception {
        DirectoryUser created = client().create(Unique.emailAddress(), "Jane Doe");
        DirectoryUser other = client().create(Unique.emailAddress(), "Other");
        UserUpdate change = new UserUpdate(Unique.emailAddress(), "Jane Roe", "Moved.");

        DirectoryUser updated = client().update(created.id(), change);

        assertThat(updated)
                .isEqualTo(new DirectoryUser(
                        created.id(),
                        "Jane Roe",
                        "Moved.",
                        created.createdAt(),
                        Optional.of(new Details(change.email(), false, updatedAt(updated)))));
        assertThat(updatedAt(updated)).isAfterOrEqualTo(updatedAt(created));
        assertThat(client().findById(created.id())).contains(updated);
        assertThat(secondClient().findById(created.id())).contains(updated);
        assertThat(client().findById(other.id())).contains(other);
        assertThat(client().update(created.id(), new UserUpdate(change.email(), "Jane Roe", ""))
                        .bio())
                .isEmpty();
    }

    private static Instant updatedAt(DirectoryUser user) {
        return user.details().map(Details::updatedAt).orElseThrow();
    }

    private static EmailAddress emailOf(DirectoryUser user) {
        return user.email().orElseThrow();
    }

    /** Given a user. When name and bio are updated to texts of many scripts. Then both are stored exactly. */
    @Clause(
            value = "directory.updated-text-kept-exactly",
            promise = "An updated name and bio are stored and returned exactly as they were given.")
    void preservesUpdatedText() {
        DirectoryUser user = client().create(Unique.emailAddress(), "Before");
        for (String text : TRICKY_NAMES) {
            String bio = " " + text + "\r\n" + text + " ";

            DirectoryUser updated = client().update(user.id(), new UserUpdate(emailOf(user), text, bio));

            assertThat(updated.name()).isEqualTo(text);
            assertThat(updated.bio()).isEqualTo(bio);
            assertThat(client().findById(user.id())).contains(updated);
        }
    }

    /**
     * Given no user with the largest id. When that id is updated. Then this throws {@link UserNotFoundException}, and
     * no user is created.
     */
    @Clause(
            value = "directory.update-missing-rejected",
            promise = "An update of an id that no user has throws UserNotFoundException and creates no user.")
    void rejectsUpdateOfUnknownUser() {
        UserId unknown = new UserId(UserId.MAX);
        UserUpdate change = new UserUpdate(Unique.emailAddress(), "Nobody", "");

        assertThatExceptionOfType(UserNotFoundException.class)
                .isThrownBy(() -> client().update(unknown, change))
                .satisfies(refusal -> assertThat(refusal.id()).isEqualTo(unknown));

        assertThat(client().findById(unknown)).isEmpty();
        assertThat(client().create(change.email(), "Somebody").email()).contains(change.email());
    }

    /**
     * Given two users. When one is updated to the email address of the other in a different case. Then this throws
     * {@link EmailAlreadyExistsException} and changes nothing. A user may change the case of its own email address.
     */
    @Clause(
            value = "directory.taken-email-rejected-on-update",
            promise = "An update to the email address of another user is rejected and changes nothing; the "
                    + "case of one's own can be changed.")
    void rejectsUpdateToTakenEmail() {
        String email = Unique.email();
        EmailAddress inAnotherCase = new EmailAddress("USER" + email.substring(4));
        DirectoryUser first = client().create(new EmailAddress(email), "First");
        DirectoryUser second = client().create(Unique.emailAddress(), "Second");

        assertThatExceptionOfType(EmailAlreadyExistsException.class)
                .isThrownBy(() -> client().update(second.id(), new UserUpdate(inAnotherCase, "Changed", "")))
                .satisfies(refusal -> assertThat(refusal.email()).isEqualTo(inAnotherCase));

        assertThat(client().findById(second.id())).contains(second);
        DirectoryUser respelled = Required.call(
                "a change of the case of one's own email address",
                () -> client().update(first.id(), new UserUpdate(inAnotherCase, "First", "")));
        assertThat(respelled.email()).contains(inAnotherCase);
    }

    /**
     * Given values that the domain rejects. When a user is updated to one. Then this throws
     * {@link InvalidValueException} that names the field, and nothing changes.
     */
    @Clause(
            value = "directory.invalid-update-rejected",
            promise = "An update to a value that the domain rejects changes nothing; the exception names the field.")
    void rejectsInvalidUpdate() {
        DirectoryUser user = client().create(Unique.emailAddress(), "Before");

        for (String name : INVALID_NAMES) {
            assertRejected("name", () -> client().update(user.id(), new UserUpdate(emailOf(user), name, "")));
        }
        for (String bio : List.of("b".repeat(1_001), "a\0b")) {
            assertRejected("bio", () -> client().update(user.id(), new UserUpdate(emailOf(user), "After", bio)));
        }
        assertThat(client().findById(user.id())).contains(user);
    }

    private static void assertRejected(String field, ThrowingCallable call) {
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(call)
                .satisfies(rejection -> assertThat(rejection.violations())
                        .extracting(Violation::field)
                        .containsExactly(field));
    }

    /**
     * Given two users. When one is deleted. Then no client finds it, its email address is free again, and the other
     * user is unchanged.
     */
    @Clause(
            value = "directory.deleted-not-found",
            promise = "No client finds or lists a deleted user, its email address is free again, and other users stay.")
    void deletedUserIsNotFound() throws Exception {
        DirectoryUser other = client().create(Unique.emailAddress(), "Other");
        DirectoryUser doomed = client().create(Unique.emailAddress(), "Doomed");

        assertThat(client().delete(doomed.id())).isTrue();

        assertThat(client().findById(doomed.id())).isEmpty();
        assertThat(secondClient().findById(doomed.id())).isEmpty();
        assertThat(client().findAll(PageRequest.first()).items())
                .contains(other)
                .doesNotContain(doomed);
        assertThat(client().create(emailOf(doomed), "Next").id()).isNotEqualTo(doomed.id());
        assertThat(client().findById(other.id())).contains(other);
    }

    /**
     * Given a user that was already deleted and an id that never existed. When either is deleted. Then the result is
     * false.
     */
    @Clause(
            value = "directory.delete-missing-is-false",
            promise = "A deletion of a user that does not exist returns false.")
    void deleteOfMissingReturnsFalse() {
        DirectoryUser doomed = client().create(Unique.emailAddress(), "Doomed");

        assertThat(client().delete(doomed.id())).isTrue();
        for (UserId missing : List.of(doomed.id(), new UserId(UserId.MAX))) {
            assertThat(Required.call("a deletion of a missing user", () -> client().delete(missing)))
                    .isFalse();
        }
    }

    /**
     * Given names and email addresses of several threads. When all threads create, update and find users at once. Then
     * each gets the results of its own calls. When two threads create a user with one email address at once. Then one
     * succeeds, and the other gets {@link EmailAlreadyExistsException}.
     */
    @Clause(
            value = "directory.threads-independent",
            promise = "Threads that call at the same time get the results of their own calls, and only one of them "
                    + "gets an email address.")
    void threadsAreIndependent() throws Exception {
        UserDirectory other = secondClient();
        List<Rendezvous.Outcome<Boolean>> outcomes = Rendezvous.run(4, thread -> () -> {
            UserDirectory directory = thread % 2 == 0 ? client() : other;
            for (int i = 0; i < 5; i++) {
                EmailAddress email = Unique.emailAddress();
                String name = "Thread " + thread + " user " + i;
                DirectoryUser created = directory.create(email, name);
                assertThat(created.name()).isEqualTo(name);
                assertThat(created.email()).contains(email);
                UserUpdate change = new UserUpdate(email, name + " changed", "Bio of " + name);
                assertThat(directory.update(created.id(), change).name()).isEqualTo(name + " changed");
                assertThat(directory.findById(created.id()))
                        .hasValueSatisfying(found -> assertThat(found.bio()).isEqualTo("Bio of " + name));
            }
            return true;
        });
        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.get()).isTrue());

        for (int round = 0; round < 5; round++) {
            EmailAddress wanted = Unique.emailAddress();
            List<Rendezvous.Outcome<DirectoryUser>> creations = Rendezvous.run(
                    4, thread -> () -> (thread % 2 == 0 ? client() : other).create(wanted, "Thread " + thread));
            assertThat(creations)
                    .filteredOn(Rendezvous.Outcome::succeeded)
                    .as("users created with one email address")
                    .hasSize(1);
            assertThat(creations)
                    .filteredOn(outcome -> !outcome.succeeded())
                    .allSatisfy(outcome ->
                            assertThat(outcome.failure()).containsInstanceOf(EmailAlreadyExistsException.class));
        }
    }
}
