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

/** Clauses of {@link UserRepository} about lists, deletions and ids. */
public abstract class UserRepositoryListsContract extends UserRepositoryRoundTripContract {

    UserRepositoryListsContract() {}

    /**
     * Given users, some of the same instant. When they are listed. Then the newest come first, and users of one instant
     * are ordered by id, highest first.
     */
    @Clause("users.list-newest-first")
    void listsNewestFirst() {
        Instant base = Instant.parse("2023-06-01T12:00:00Z");
        List<User> created = new ArrayList<>();
        for (int second : new int[] {5, 1, 3, 3, 3, 9, 1, 7}) {
            created.add(
                    client().create(aUser().createdAt(base.plusSeconds(second)).build()));
        }
        List<User> expected = created.stream()
                .sorted((a, b) -> a.createdAt().equals(b.createdAt())
                        ? Long.compare(b.id().value(), a.id().value())
                        : b.createdAt().compareTo(a.createdAt()))
                .toList();

        assertThat(client().findAll(new PageRequest(1, 100)).items()).containsExactlyElementsOf(expected);
        // Updates do not change the order.
        client().update(created.get(0).withName("Moved?").withUpdatedAt(base.plusSeconds(100)));
        assertThat(client().findAll(new PageRequest(1, 100)).items())
                .extracting(User::id)
                .containsExactlyElementsOf(expected.stream().map(User::id).toList());
    }

    /** Given 23 users of one instant. When they are read in pages. Then each user occurs once, in order. */
    @Clause("users.list-pages-complete")
    void pagesContainEachUserOnce() {
        for (int i = 0; i < 23; i++) {
            client().create(aUser().build());
        }
        List<User> whole = client().findAll(new PageRequest(1, 100)).items();
        assertThat(whole).hasSize(23).doesNotHaveDuplicates();

        for (int size : new int[] {1, 5, 22, 23, 24}) {
            List<Page<User>> pages = PageReader.readAll(size, client()::findAll);
            assertThat(pages).allSatisfy(page -> assertThat(page.total()).isEqualTo(23));
            assertThat(PageReader.items(pages)).as("pages of %d", size).containsExactlyElementsOf(whole);
        }
    }

    /** Given no users, and then three. When a page past the end is read. Then it is empty and has the correct total. */
    @Clause("users.list-past-the-end-empty")
    void returnsEmptyPagePastTheEnd() {
        assertThat(client().findAll(PageRequest.first())).isEqualTo(new Page<>(List.of(), 0, PageRequest.first()));
        for (int i = 0; i < 3; i++) {
            client().create(aUser().build());
        }

        for (int page : new int[] {3, 4, Integer.MAX_VALUE}) {
            PageRequest request = new PageRequest(page, 2);
            assertThat(client().findAll(request)).isEqualTo(new Page<>(List.of(), 3, request));
        }
    }

    /** Given two users. When one is deleted twice. Then only the first call returns true, and the other remains. */
    @Clause("users.delete-missing-is-false")
    void deleteOfMissingReturnsFalse() {
        User user = client().create(aUser().build());
        User other = client().create(aUser().build());

        assertThat(client().delete(user.id())).isTrue();
        assertThat(client().delete(user.id())).isFalse();
        assertThat(client().delete(user.id(), 1)).isFalse();

        assertThat(client().findById(user.id())).isEmpty();
        assertThat(client().findAll(PageRequest.first()).items()).containsExactly(other);
    }

    /**
     * Given an updated user. When it is deleted at its old version. Then {@link StaleVersionException} is thrown; a
     * deletion at the current version succeeds.
     */
    @Clause("users.stale-delete-rejected")
    void rejectsStaleDelete() {
        User old = client().create(aUser().build());
        User current = client().update(old.withName("Current"));

        assertThatExceptionOfType(StaleVersionException.class)
                .isThrownBy(() -> client().delete(old.id(), old.version()));
        assertThat(client().findById(old.id())).contains(current);

        assertThat(client().delete(old.id(), current.version())).isTrue();
        assertThat(client().findById(old.id())).isEmpty();
    }

    /**
     * Given two email addresses, one of a deleted user and one that its user has changed. When new users are created
     * with them. Then both are stored, with new ids.
     */
    @Clause("users.freed-email-reusable")
    void allowsReuseOfFreedEmail() {
        User deleted = client().create(aUser().build());
        User changed = client().create(aUser().build());
        assertThat(client().delete(deleted.id())).isTrue();
        client().update(changed.withEmail(Unique.emailAddress()));

        for (User former : List.of(deleted, changed)) {
            User next =
                    client().create(aUser().withEmail(former.email().value()).build());

            assertThat(next.id()).isNotEqualTo(former.id());
            assertThat(client().findByEmail(former.email())).contains(next);
        }
    }

    /**
     * Given a repository. When one client creates several users one after another. Then each id is larger than the ones
     * before, so that ids order users of one instant.
     */
    @Clause("users.ids-increase")
    void assignsIncreasingIds() {
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(client().create(aUser().build()).id().value());
        }

        assertThat(ids).isSorted().doesNotHaveDuplicates();
    }

    /** Given new users. When each is deleted before the next is created. Then no id occurs twice. */
    @Clause("users.ids-never-reused")
    void neverReusesIds() {
        List<UserId> deleted = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            UserId id = client().create(aUser().build()).id();
            assertThat(deleted).doesNotContain(id);
            assertThat(client().delete(id)).isTrue();
            deleted.add(id);
        }

        assertThat(deleted).doesNotContain(client().create(aUser().build()).id());
    }
}
