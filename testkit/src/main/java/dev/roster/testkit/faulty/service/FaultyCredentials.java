package dev.roster.testkit.faulty.service;

import dev.roster.application.port.security.Credentials;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.storage.CredentialsRepository;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.domain.PageRequest;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Credentials repository of a unit of work with a {@linkplain AccountFaults planted fault}. */
final class FaultyCredentials implements CredentialsRepository {

    private final AccountFaults fault;
    private final UnitOfWork unit;
    private final CredentialsRepository sound;
    private final SharedMemory memory;
    private final boolean inTransaction;

    FaultyCredentials(AccountFaults fault, UnitOfWork unit, SharedMemory memory, boolean inTransaction) {
        this.fault = fault;
        this.unit = unit;
        this.sound = unit.credentials();
        this.memory = memory;
        this.inTransaction = inTransaction;
    }

    /** State that the faulty storage keeps between units of work. */
    static final class SharedMemory {
        private final Map<UserId, Credentials> latest = new ConcurrentHashMap<>();
        private final AtomicLong reads = new AtomicLong();
    }

    @Override
    public Optional<Credentials> findByUserId(UserId userId) {
        Optional<Credentials> found = sound.findByUserId(userId);
        return switch (fault) {
            case CREATOR_NOT_REMOVED -> found.filter(credentials -> !inTransaction);
            case CREDENTIALS_KEPT_AFTER_USER -> found.or(() -> Optional.ofNullable(memory.latest.get(userId)));
            case CREDENTIALS_OF_OTHER_USER ->
                found.or(() -> memory.latest.values().stream().findFirst());
            case MISSING_CREDENTIALS_REJECTED ->
                Optional.of(found.orElseThrow(() -> new UserNotFoundException(userId)));
            case EPOCH_GROWS_WITH_READS -> {
                long read = memory.reads.incrementAndGet();
                yield found.map(each -> new Credentials(userId, each.passwordHash(), each.sessionEpoch() + read));
            }
            default -> found;
        };
    }

    @Override
    public Set<UserId> findClaimed(Set<UserId> userIds) {
        return fault == AccountFaults.CLAIMS_NOT_FOUND ? Set.of() : sound.findClaimed(userIds);
    }

    @Override
    public Credentials setPassword(UserId userId, PasswordHash hash) {
        Optional<Credentials> before = sound.findByUserId(userId);
        Credentials set = set(userId, hash, before);
        memory.latest.put(userId, set);
        if (before.isPresent()) {
            endSessionsOfAllBut(userId);
        }
        return set;
    }

    private Credentials set(UserId userId, PasswordHash hash, Optional<Credentials> before) {
        long next = before.map(Credentials::sessionEpoch).orElse(0L) + 1;
        if (fault == AccountFaults.EPOCH_NOT_RAISED && before.isPresent()) {
            sound.renewHash(userId, before.get().passwordHash(), hash);
        } else if (fault == AccountFaults.PASSWORD_NOT_CHANGED && before.isPresent()) {
            sound.endSessions(userId);
        } else if (fault != AccountFaults.ACCOUNT_NOT_CLAIMED
                || unit.users().findById(userId).map(User::createdBy).isEmpty()) {
            return sound.setPassword(userId, hash);
        }
        return new Credentials(userId, hash, next);
    }

    private void endSessionsOfAllBut(UserId userId) {
        if (fault == AccountFaults.SESSIONS_OF_ALL_USERS_ENDED) {
            unit.users().findAll(PageRequest.first()).items().stream()
                    .map(User::id)
                    .filter(id -> !id.equals(userId))
                    .forEach(sound::endSessions);
        }
    }

    @Override
    public boolean renewHash(UserId userId, PasswordHash expected, PasswordHash renewed) {
        switch (fault) {
            case RENEWAL_LOST -> {
                return true;
            }
            case RENEWAL_ENDS_SESSIONS -> {
                sound.setPassword(userId, renewed);
                return true;
            }
            case RENEWAL_CHANGES_USER ->
                unit.users().findById(userId).ifPresent(user -> unit.users().update(user));
            default -> {}
        }
        return sound.renewHash(userId, expected, renewed);
    }

    @Override
    public boolean endSessions(UserId userId) {
        endSessionsOfAllBut(userId);
        return fault == AccountFaults.SESSIONS_NOT_ENDED || sound.endSessions(userId);
    }
}
