package dev.roster.testkit.contract.storage;

import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.application.port.storage.UserRepository;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.StaleVersionException;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.data.Unique;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** That a {@link UserRepository} lists users in order, and lets them go. */
public abstract class UserRepositoryListsContract extends UserRepositoryRoundTripContract {

    UserRepositoryListsContract() {}

    /** Given users of several instants, some of the same; when listed; then the newest come first, ties by id. */
    @Clause("users.list-order-total")
    void listOrderTotal() {
        Instant base = Instant.parse("2023-06-01T12:00:00Z");
        List<User> created = new ArrayList<>();
        for (int second : new int[] {5, 1, 3, 3, 3, 9, 1, 7}) {
            created.add(
                    subject().create(aUser().createdAt(base.plusSeconds(second)).build()));
        }
        List<User> expected = created.stream()
                .sorted((a, b) -> a.createdAt().equals(b.createdAt())
                        ? Long.compare(b.id().value(), a.id().value())
                        : b.createdAt().compareTo(a.createdAt()))
                .toList();

        assertThat(subject().findAll(new PageRequest(1, 100)).items()).containsExactlyElementsOf(expected);
        // An update moves nothing: the order is that of creation.
        subject().update(created.get(0).withName("Moved?").withUpdatedAt(base.plusSeconds(100)));
        assertThat(subject().findAll(new PageRequest(1, 100)).items())
                .extracting(User::id)
                .containsExactlyElementsOf(expected.stream().map(User::id).toList());
    }

    /** Given 23 users of one instant; when read in pages of each size; then the pages joined are the whole list. */
    @Clause("users.list-pages-join")
    void listPagesJoin() {
        for (int i = 0; i < 23; i++) {
            subject().create(aUser().build());
        }
        List<User> whole = subject().findAll(new PageRequest(1, 100)).items();
        assertThat(whole).hasSize(23).doesNotHaveDuplicates();

        for (int size : new int[] {1, 5, 22, 23, 24}) {
            List<Page<User>> pages = PageReader.of(size, subject()::findAll);
            assertThat(pages).allSatisfy(page -> assertThat(page.total()).isEqualTo(23));
            assertThat(PageReader.joined(pages)).as("pages of %d", size).containsExactlyElementsOf(whole);
        }
    }

    /** Given an empty list, then one of three users; when a page past the end is read; then it is empty, total right. */
    @Clause("users.list-past-the-end-empty")
    void listPastTheEndEmpty() {
        assertThat(subject().findAll(PageRequest.first())).isEqualTo(new Page<>(List.of(), 0, PageRequest.first()));
        for (int i = 0; i < 3; i++) {
            subject().create(aUser().build());
        }

        for (int page : new int[] {3, 4, Integer.MAX_VALUE}) {
            PageRequest request = new PageRequest(page, 2);
            assertThat(subject().findAll(request)).isEqualTo(new Page<>(List.of(), 3, request));
        }
    }

    /** Given two users; when one is deleted twice, then the first call alone says true and the other user stays. */
    @Clause("users.delete-missing-is-false")
    void deleteMissingIsFalse() {
        User user = subject().create(aUser().build());
        User other = subject().create(aUser().build());

        assertThat(subject().delete(user.id())).isTrue();
        assertThat(subject().delete(user.id())).isFalse();
        assertThat(subject().delete(user.id(), 1)).isFalse();

        assertThat(subject().findById(user.id())).isEmpty();
        assertThat(subject().findAll(PageRequest.first()).items()).containsExactly(other);
    }

    /** Given an updated user; when it is deleted at its old version; then it is refused; at the current one it goes. */
    @Clause("users.stale-delete-refused")
    void staleDeleteRefused() {
        User old = subject().create(aUser().build());
        User current = subject().update(old.withName("Current"));

        assertThatExceptionOfType(StaleVersionException.class)
                .isThrownBy(() -> subject().delete(old.id(), old.version()));
        assertThat(subject().findById(old.id())).contains(current);

        assertThat(subject().delete(old.id(), current.version())).isTrue();
        assertThat(subject().findById(old.id())).isEmpty();
    }

    /** Given addresses given up by deletion and by change; when others take them; then they may. */
    @Clause("users.email-free-again")
    void emailFreeAgain() {
        User deleted = subject().create(aUser().build());
        User changed = subject().create(aUser().build());
        assertThat(subject().delete(deleted.id())).isTrue();
        subject().update(changed.withEmail(Unique.emailAddress()));

        for (User former : List.of(deleted, changed)) {
            User next =
                    subject().create(aUser().withEmail(former.email().value()).build());

            assertThat(next.id()).isNotEqualTo(former.id());
            assertThat(subject().findByEmail(former.email())).contains(next);
        }
    }

    /** Given users created one after the other; then each has a larger id than those before, as ties are told apart. */
    @Clause("users.ids-grow")
    void idsGrow() {
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(subject().create(aUser().build()).id().value());
        }

        assertThat(ids).isSorted().doesNotHaveDuplicates();
    }

    /** Given the newest user deleted; when more users are created; then none gets the deleted one's id. */
    @Clause("users.ids-never-reused")
    void idsNeverReused() {
        List<UserId> deleted = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            UserId id = subject().create(aUser().build()).id();
            assertThat(deleted).doesNotContain(id);
            assertThat(subject().delete(id)).isTrue();
            deleted.add(id);
        }

        assertThat(deleted).doesNotContain(subject().create(aUser().build()).id());
    }
}
