package dev.roster.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.application.port.UserDirectory;
import dev.roster.application.port.UserDirectory.DirectoryUser;
import dev.roster.domain.EmailAddress;
import dev.roster.domain.EmailAlreadyExistsException;
import dev.roster.domain.InvalidValueException;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.UserId;
import dev.roster.domain.Violation;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Contract;
import dev.roster.testkit.data.Unique;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** What every {@link UserDirectory} keeps. The directory may hold other users already. */
public abstract class UserDirectoryContract extends Contract<UserDirectory> {

    /** For subclasses. */
    protected UserDirectoryContract() {}

    /** Given a user created; when asked for by id, also by a second client; then all fields are there, as returned. */
    @Clause("directory.created-is-found")
    void createdIsFound() throws Exception {
        EmailAddress email = Unique.emailAddress();

        DirectoryUser created = subject().create(email, "Jane Doe");

        assertThat(created.email()).isEqualTo(email);
        assertThat(created.name()).isEqualTo("Jane Doe");
        assertThat(created.bio()).isEmpty();
        assertThat(created.verified()).isFalse();
        assertThat(created.updatedAt()).isEqualTo(created.createdAt());
        assertThat(created.createdAt()).isEqualTo(created.createdAt().truncatedTo(ChronoUnit.MICROS));
        assertThat(subject().findById(created.id())).contains(created);
        assertThat(secondClient().findById(created.id())).contains(created);
    }

    /** Given no user of the largest id; when asked for; then the answer is empty. */
    @Clause("directory.unknown-is-empty")
    void unknownIsEmpty() {
        assertThat(subject().findById(new UserId(UserId.MAX))).isEmpty();
    }

    /** Given names of many scripts; then they come back exactly. */
    @Clause("directory.text-kept-exactly")
    void textKeptExactly() {
        for (String name : List.of(
                "Zoe\u0308",
                "שלום",
                "O'Brien \"x\" \\ / <b>&amp;",
                "👩‍👩‍👧‍👦",
                "😀".repeat(100),
                "tab\tand\nline",
                "\u2028\u0001")) {
            DirectoryUser created = subject().create(Unique.emailAddress(), name);

            assertThat(created.name()).isEqualTo(name);
            assertThat(subject().findById(created.id())).contains(created);
        }
    }

    /** Given a user; when another is created with the address in another case; then that is refused. */
    @Clause("directory.duplicate-refused")
    void duplicateRefused() {
        String email = Unique.email();
        DirectoryUser first = subject().create(new EmailAddress(email), "First");
        EmailAddress again = new EmailAddress("USER" + email.substring(4));

        assertThatExceptionOfType(EmailAlreadyExistsException.class)
                .isThrownBy(() -> subject().create(again, "Second"))
                .satisfies(refusal -> assertThat(refusal.email()).isEqualTo(again));

        assertThat(subject().findById(first.id())).contains(first);
    }

    /** Given a name the domain refuses; when a user is to be created; then the refusal names the field. */
    @Clause("directory.invalid-refused")
    void invalidRefused() {
        for (String name : List.of("", "n".repeat(101), "a\0b")) {
            assertThatExceptionOfType(InvalidValueException.class)
                    .isThrownBy(() -> subject().create(Unique.emailAddress(), name))
                    .satisfies(refusal -> assertThat(refusal.violations())
                            .extracting(Violation::field)
                            .containsExactly("name"));
        }
    }

    /** Given users created one after the other; when listed; then they come the newest first, page by page. */
    @Clause("directory.lists-newest-first")
    void listsNewestFirst() {
        List<DirectoryUser> newestFirst = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            newestFirst.add(0, subject().create(Unique.emailAddress(), "Number " + i));
        }

        Page<DirectoryUser> first = subject().findAll(new PageRequest(1, 3));
        Page<DirectoryUser> second = subject().findAll(new PageRequest(2, 3));

        assertThat(first.items()).containsExactlyElementsOf(newestFirst.subList(0, 3));
        assertThat(second.items()).startsWith(newestFirst.get(3), newestFirst.get(4));
        assertThat(first.total()).isEqualTo(second.total()).isGreaterThanOrEqualTo(5);
    }

    /** Given some users; when a page past the end is read; then it is empty and tells the total. */
    @Clause("directory.past-the-end-empty")
    void pastTheEndEmpty() {
        subject().create(Unique.emailAddress(), "One");
        long total = subject().findAll(PageRequest.first()).total();

        Page<DirectoryUser> past = subject().findAll(new PageRequest(1_000_000, 100));

        assertThat(past.items()).isEmpty();
        assertThat(past.total()).isEqualTo(total).isPositive();
    }
}
