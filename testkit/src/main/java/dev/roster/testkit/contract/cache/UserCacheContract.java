package dev.roster.testkit.contract.cache;

import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.cache.UserCache.Gone;
import dev.roster.application.port.cache.UserCache.Hit;
import dev.roster.application.port.cache.UserCache.Lease;
import dev.roster.application.port.cache.UserCache.Miss;
import dev.roster.domain.user.Role;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Contract;
import dev.roster.testkit.conformance.Rendezvous;
import dev.roster.testkit.data.TrickyInstants;
import dev.roster.testkit.data.TrickyStrings;
import dev.roster.testkit.data.Unique;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** What every {@link UserCache} keeps, while it is in reach. */
public abstract class UserCacheContract extends Contract<UserCache> {

    private static final AtomicLong NEXT_ID = new AtomicLong(1_000);

    /** For subclasses. */
    protected UserCacheContract() {}

    /** Makes the backend lose all it holds, as a server that is restarted empty. */
    protected abstract void loseEverything() throws Exception;

    /** Given a user nobody put in; when it is looked for; then that is a miss with a lease, the same for all who miss. */
    @Clause("cache.miss-gives-lease")
    void missGivesLease() throws Exception {
        UserId id = user().id();

        Lease lease = missed(subject(), id);

        assertThat(missed(secondClient(), id)).isEqualTo(lease);
        assertThat(subject().lease(id)).contains(lease);
        assertThat(missed(subject(), user().id())).isNotEqualTo(lease);
    }

    /** Given users of all shapes; when they are put in after a miss; then they are found with all fields. */
    @Clause("cache.fields-round-trip")
    void fieldsRoundTrip() {
        for (String text : TrickyStrings.ALL) {
            User user = aUser().withEmail("In.Both.Cases-" + Unique.email())
                    .withName(text)
                    .withBio(text)
                    .createdBy(new UserId(UserId.MAX))
                    .createdAt(TrickyInstants.ALL.get(1))
                    .build()
                    .created(new UserId(NEXT_ID.incrementAndGet()))
                    .withRole(Role.ADMIN)
                    .withVerified(true)
                    .withUpdatedAt(Instant.parse("2024-02-29T23:59:59.999999Z"))
                    .withVersion(Long.MAX_VALUE / 2);

            assertThat(subject().fill(user, missed(subject(), user.id()))).isTrue();
            assertThat(subject().find(user.id())).isEqualTo(new Hit(user));
        }
        User plain = filled(user());
        assertThat(subject().find(plain.id())).isEqualTo(new Hit(plain));
    }

    /** Given a lease that ended, or of another user; when somebody puts in what they read with it; then it is not. */
    @Clause("cache.fill-wants-lease")
    void fillWantsLease() {
        User user = user();
        Lease lease = missed(subject(), user.id());
        Lease ofAnother = missed(subject(), user().id());

        assertThat(subject().fill(user, ofAnother)).isFalse();
        assertThat(subject().fill(user, new Lease("made up"))).isFalse();
        assertThat(missed(subject(), user.id())).isEqualTo(lease);
        assertThat(subject().fill(user, lease)).isTrue();
        assertThat(subject().fill(user.withVersion(2), lease))
                .as("a lease is good for one copy")
                .isFalse();
        assertThat(subject().find(user.id())).isEqualTo(new Hit(user));
    }

    /** Given somebody who missed and reads slowly; when the user is changed meanwhile; then the old copy stays out. */
    @Clause("cache.change-ends-leases")
    void changeEndsLeases() throws Exception {
        User old = user();
        UserCache other = secondClient();
        Lease readers = missed(subject(), old.id());
        Optional<Lease> writers = other.lease(old.id());

        other.refresh(old.withVersion(2), writers);

        assertThat(subject().fill(old, readers)).isFalse();
        assertThat(subject().find(old.id())).isEqualTo(new Hit(old.withVersion(2)));

        User unseen = user();
        Lease before = missed(subject(), unseen.id());
        other.refresh(unseen.withVersion(2), Optional.empty());
        assertThat(subject().fill(unseen, before)).isFalse();
        assertThat(missed(subject(), unseen.id())).isNotEqualTo(before);
    }

    /** Given a copy; when older ones are put in, in whatever way; then it stays; a newer one replaces it. */
    @Clause("cache.older-never-overwrites-newer")
    void olderNeverOverwritesNewer() {
        User third = filled(user().withVersion(3));

        subject().refresh(third.withName("Second").withVersion(2), Optional.empty());
        assertThat(subject().find(third.id())).isEqualTo(new Hit(third));
        subject().refresh(third.withName("Again").withVersion(3), subject().lease(third.id()));
        assertThat(subject().find(third.id())).isEqualTo(new Hit(third));
        User fourth = third.withName("Fourth").withVersion(4);
        subject().refresh(fourth, Optional.empty());
        assertThat(subject().find(third.id())).isEqualTo(new Hit(fourth));
        User tenth = third.withName("Tenth").withVersion(10);
        subject().refresh(tenth, Optional.empty());
        subject().refresh(third.withVersion(9), Optional.empty());
        assertThat(subject().find(third.id())).isEqualTo(new Hit(tenth));
    }

    /** Given no copy; when a change is put in with a lease from before it, it is there; without one, it is not. */
    @Clause("cache.refresh-wants-lease-or-entry")
    void refreshWantsLeaseOrEntry() {
        User leased = user();
        subject().refresh(leased, subject().lease(leased.id()));
        assertThat(subject().find(leased.id())).isEqualTo(new Hit(leased));
        assertThat(subject().lease(leased.id()))
                .as("a lease where there is a copy")
                .isEmpty();

        User unleased = user();
        subject().refresh(unleased, Optional.empty());
        missed(subject(), unleased.id());
        for (Lease lease : List.of(new Lease("made up"), missed(subject(), user().id()))) {
            subject().refresh(unleased, Optional.of(lease));
            missed(subject(), unleased.id());
        }
    }

    /** Given copies and leases; when a version is said to be the least; then older copies and all leases end. */
    @Clause("cache.outdated-is-dropped")
    void outdatedIsDropped() {
        User old = filled(user().withVersion(2));
        User current = filled(user().withVersion(3));
        User newer = filled(user().withVersion(10));
        User reading = user();
        Lease lease = missed(subject(), reading.id());

        for (User each : List.of(old, current, newer, reading)) {
            assertThat(subject().outdate(each.id(), 3)).isTrue();
        }

        missed(subject(), old.id());
        assertThat(subject().find(current.id())).isEqualTo(new Hit(current));
        assertThat(subject().find(newer.id())).isEqualTo(new Hit(newer));
        assertThat(subject().fill(reading, lease)).isFalse();
    }

    /** Given a copy, and somebody who reads slowly; when the user is deleted; then nothing puts it back. */
    @Clause("cache.deleted-is-gone")
    void deletedIsGone() throws Exception {
        User copied = filled(user());
        User reading = user();
        Lease lease = missed(subject(), reading.id());
        UserCache other = secondClient();

        User unknown = user();
        for (User each : List.of(copied, reading, reading, unknown)) {
            assertThat(other.forget(each.id())).isTrue();
        }

        assertThat(subject().fill(reading, lease)).isFalse();
        subject().refresh(copied.withVersion(2), Optional.empty());
        subject().refresh(reading.withVersion(2), Optional.of(lease));
        assertThat(subject().outdate(copied.id(), 5)).isTrue();
        assertThat(subject().lease(copied.id())).isEmpty();
        for (User gone : List.of(copied, reading, unknown)) {
            assertThat(subject().find(gone.id())).isEqualTo(new Gone());
        }
    }

    /** Given somebody who reads slowly, and a copy; when the cache loses its memory; then neither comes back. */
    @Clause("cache.lease-ends-with-memory")
    void leaseEndsWithMemory() throws Exception {
        User copied = filled(user());
        User reading = user();
        Lease lease = missed(subject(), reading.id());

        loseEverything();

        assertThat(subject().fill(reading, lease)).isFalse();
        subject().refresh(copied.withVersion(2), Optional.empty());
        subject().refresh(reading.withVersion(2), Optional.of(lease));
        missed(subject(), copied.id());
        assertThat(missed(subject(), reading.id())).isNotEqualTo(lease);
    }

    /** Given two clients; when one puts in, changes and takes out; then the other sees each at once. */
    @Clause("cache.seen-by-second-client")
    void seenBySecondClient() throws Exception {
        UserCache other = secondClient();
        User user = filled(user());

        assertThat(other.find(user.id())).isEqualTo(new Hit(user));
        subject().refresh(user.withName("Other").withVersion(2), Optional.empty());
        assertThat(other.find(user.id()))
                .isEqualTo(new Hit(user.withName("Other").withVersion(2)));
        // Many at once: what is there in the end is the newest.
        Rendezvous.of(8, i -> () -> {
                    (i % 2 == 0 ? subject() : other).refresh(user.withVersion(3 + i), Optional.empty());
                    return i;
                })
                .forEach(Rendezvous.Outcome::get);
        assertThat(other.find(user.id())).isEqualTo(new Hit(user.withVersion(10)));
        subject().forget(user.id());
        assertThat(other.find(user.id())).isEqualTo(new Gone());
    }

    /** Given null in any place; then that is refused. */
    @Clause("cache.null-refused")
    @SuppressWarnings("NullAway") // null on purpose
    void nullRefused() {
        User user = user();
        Lease lease = missed(subject(), user.id());

        assertThatNullPointerException().isThrownBy(() -> subject().find(null));
        assertThatNullPointerException().isThrownBy(() -> subject().fill(null, lease));
        assertThatNullPointerException().isThrownBy(() -> subject().fill(user, null));
        assertThatNullPointerException().isThrownBy(() -> subject().lease(null));
        assertThatNullPointerException().isThrownBy(() -> subject().refresh(null, Optional.empty()));
        assertThatNullPointerException().isThrownBy(() -> subject().refresh(user, null));
        assertThatNullPointerException().isThrownBy(() -> subject().outdate(null, 1));
        assertThatNullPointerException().isThrownBy(() -> subject().forget(null));
        assertThat(missed(subject(), user.id())).isEqualTo(lease);
    }

    /** A user of an id that no other clause uses. */
    private static User user() {
        return aUser().build().created(new UserId(NEXT_ID.incrementAndGet()));
    }

    private User filled(User user) {
        assertThat(subject().fill(user, missed(subject(), user.id()))).isTrue();
        return user;
    }

    private static Lease missed(UserCache cache, UserId id) {
        assertThat(cache.find(id)).isInstanceOf(Miss.class);
        return ((Miss) cache.find(id)).lease().orElseThrow();
    }
}
