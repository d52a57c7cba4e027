package dev.roster.testkit.faulty.storage;

import dev.roster.application.port.outbox.Lane;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.Outbox;
import dev.roster.application.port.outbox.OutboxMessage;
import dev.roster.application.port.outbox.OutboxMessage.EmailChangedEmail;
import dev.roster.application.port.outbox.OutboxMessage.PasswordResetEmail;
import dev.roster.application.port.outbox.OutboxMessage.PasswordResetRequest;
import dev.roster.application.port.outbox.OutboxMessage.ProfileUpdatedNotification;
import dev.roster.application.port.outbox.OutboxMessage.UserCacheInvalidation;
import dev.roster.application.port.outbox.OutboxQueue;
import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.TransactionWork;
import dev.roster.application.port.storage.UserRepository;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import dev.roster.testkit.fake.forwarding.ForwardingOutboxQueue;
import dev.roster.testkit.fake.forwarding.ForwardingStorage;
import dev.roster.testkit.fake.forwarding.ForwardingUnit;
import dev.roster.testkit.fake.forwarding.ForwardingUserRepository;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Planted faults of outboxes that change, lose or hide messages. */
public enum OutboxMessageFaults implements PlantedFault {
    @Fault("Email addresses are stored in lower case.")
    EMAIL_LOWERED("outbox.message-round-trip"),
    @Fault("Names are cut after 100 UTF-16 units.")
    NAME_CUT("outbox.message-round-trip"),
    @Fault("The expiry of a token is stored in milliseconds.")
    EXPIRY_IN_MILLISECONDS("outbox.message-round-trip"),
    @Fault("The version in a cache invalidation is stored in 32 bits.")
    VERSION_IN_32_BITS("outbox.message-round-trip"),
    @Fault("An unknown client address is stored as a loopback address.")
    ADDRESS_INVENTED("outbox.message-round-trip"),
    @Fault("Messages are delivered even if their transaction fails.")
    ROLLED_BACK_DELIVERED("outbox.rolled-back-never-seen"),
    @Fault("Dead letters are deleted after 30 days.")
    DEAD_LETTERS_PURGED("outbox.kept-until-acknowledged"),
    @Fault("Messages about a user are deleted with the user.")
    DELETED_WITH_USER("outbox.kept-until-acknowledged"),
    @Fault("Dead letters are listed with the time of their creation.")
    DEAD_LETTER_DUE_AT_CREATION("outbox.dead-letter-due-time-kept"),
    @Fault("Reasons are cut after 255 characters.")
    REASON_CUT("outbox.reason-kept"),
    @Fault("Blanks around reasons are removed.")
    REASON_STRIPPED("outbox.reason-kept"),
    @Fault("Messages that are claimed are not listed.")
    CLAIMED_NOT_LISTED("outbox.entries-listed"),
    @Fault("Cache invalidations are not listed.")
    KIND_NOT_LISTED("outbox.entries-listed"),
    @Fault("Messages are listed in the order of their creation.")
    LISTED_BY_CREATION("outbox.entries-listed"),
    @Fault("Messages that an operator retries keep their attempts.")
    RETRY_KEEPS_ATTEMPTS("outbox.retry-makes-due-now"),
    @Fault("The reason of the last failure is lost when an operator retries.")
    RETRY_FORGETS_REASON("outbox.retry-makes-due-now"),
    @Fault("An operator can retry a message shortly before its lease ends.")
    RETRIED_DURING_LEASE("outbox.retry-makes-due-now"),
    @Fault("Claimed messages do not count as waiting.")
    CLAIMED_NOT_COUNTED("outbox.stats-counted"),
    @Fault("The oldest message is the one that is due first.")
    OLDEST_BY_DUE_TIME("outbox.stats-counted"),
    @Fault("Dead letters count for the oldest message.")
    OLDEST_MAY_BE_DEAD("outbox.stats-counted"),
    @Fault("The statistics omit lanes without messages.")
    EMPTY_LANES_OMITTED("outbox.stats-counted"),
    @Fault("Each lane reports the oldest message of all lanes.")
    OLDEST_OF_ALL_LANES("outbox.stats-counted");

    private static final Duration RETENTION = Duration.ofDays(30);
    private static final int ALL = 10_000;
    private static final int COLUMN = 255;
    private static final int NAME_COLUMN = 100;

    @SuppressWarnings("ImmutableEnumChecker") // the list is immutable
    private final List<String> clauses;

    OutboxMessageFaults(String... clauses) {
        this.clauses = List.of(clauses);
    }

    @Override
    public List<String> clauses() {
        return clauses;
    }

    private boolean is(OutboxMessageFaults fault) {
        return this == fault;
    }

    /** Returns a storage with the fault. */
    public Storage plantedIn(Storage sound) {
        Faulty queue = new Faulty(sound.outboxQueue());
        return new ForwardingStorage(sound) {
            @Override
            public OutboxQueue outboxQueue() {
                return queue;
            }

            @Override
            public Outbox outbox() {
                return message -> sound.outbox().append(changed(message));
            }

            @Override
            public UserRepository users() {
                return new ForwardingUserRepository(sound.users()) {
                    @Override
                    public boolean delete(UserId id) {
                        if (is(DELETED_WITH_USER)) {
                            queue.removeAll(OutboxQueue.State.WAITING);
                        }
                        return super.delete(id);
                    }
                };
            }

            @Override
            public <T, X extends Exception> T inTransaction(TransactionWork<T, X> work) throws X {
                List<OutboxMessage> appended = new ArrayList<>();
                try {
                    return sound.inTransaction(unit -> work.execute(new ForwardingUnit(unit) {
                        @Override
                        public Outbox outbox() {
                            return message -> {
                                unit.outbox().append(changed(message));
                                appended.add(message);
                            };
                        }
                    }));
                } catch (RuntimeException failed) {
                    if (is(ROLLED_BACK_DELIVERED)) {
                        appended.forEach(sound.outbox()::append);
                    }
                    throw failed;
                }
            }
        };
    }

    private OutboxMessage changed(OutboxMessage message) {
        if (is(EMAIL_LOWERED) && message instanceof EmailChangedEmail mail) {
            return new EmailChangedEmail(
                    mail.id(),
                    mail.createdAt(),
                    mail.to(),
                    mail.name(),
                    new EmailAddress(mail.newEmail().value().toLowerCase(Locale.ROOT)));
        }
        if (is(NAME_CUT) && message instanceof ProfileUpdatedNotification update) {
            return new ProfileUpdatedNotification(
                    update.id(), update.createdAt(), update.userId(), cut(update.name(), NAME_COLUMN));
        }
        if (is(EXPIRY_IN_MILLISECONDS) && message instanceof PasswordResetEmail mail) {
            return new PasswordResetEmail(
                    mail.id(),
                    mail.createdAt(),
                    mail.to(),
                    mail.name(),
                    mail.token(),
                    mail.tokenExpiresAt().truncatedTo(ChronoUnit.MILLIS));
        }
        if (is(VERSION_IN_32_BITS) && message instanceof UserCacheInvalidation change) {
            return new UserCacheInvalidation(
                    change.id(), change.createdAt(), change.userId(), (int) change.version(), change.deleted());
        }
        if (is(ADDRESS_INVENTED)
                && message instanceof PasswordResetRequest request
                && !request.clientAddress().isKnown()) {
            return new PasswordResetRequest(
                    request.id(), request.createdAt(), request.to(), new ClientAddress("127.0.0.1"));
        }
        return message;
    }

    private static String cut(String text, int length) {
        return text.substring(0, Math.min(length, text.length()));
    }

    private final class Faulty extends ForwardingOutboxQueue {

        private final Map<MessageId, Claim> claimed = new ConcurrentHashMap<>();
        private final Map<MessageId, Integer> attempts = new ConcurrentHashMap<>();

        Faulty(OutboxQueue sound) {
            super(sound);
        }

        void removeAll(State state) {
            Instant far = Instant.parse("9000-01-01T00:00:00Z");
            sound.list(ALL).stream()
                    .filter(entry -> entry.state() == state)
                    .forEach(entry -> sound.retryNow(entry.id(), far));
            Stream.of(Lane.values())
                    .flatMap(lane -> sound.claim(lane, ALL, far, Duration.ZERO).stream())
                    .forEach(sound::acknowledge);
        }

        @Override
        public List<Claim> claim(Lane lane, int limit, Instant now, Duration lease) {
            if (is(DEAD_LETTERS_PURGED)
                    && sound.list(1).stream()
                            .anyMatch(entry -> entry.state() == State.DEAD
                                    && entry.dueAt().plus(RETENTION).isBefore(now))) {
                removeAll(State.DEAD);
            }
            List<Claim> claims = sound.claim(lane, limit, now, lease).stream()
                    .map(claim -> is(RETRY_KEEPS_ATTEMPTS)
                            ? new Claim(
                                    claim.message(),
                                    claim.key(),
                                    attempts.merge(claim.message().id(), 1, Integer::sum))
                            : claim)
                    .toList();
            claims.forEach(claim -> claimed.put(claim.message().id(), claim));
            return claims;
        }

        @Override
        public boolean retryLater(Claim claim, Instant retryAt, String reason) {
            claimed.remove(claim.message().id());
            return sound.retryLater(claim, retryAt, kept(reason));
        }

        @Override
        public boolean deadLetter(Claim claim, String reason) {
            claimed.remove(claim.message().id());
            return sound.deadLetter(claim, kept(reason));
        }

        private String kept(String reason) {
            return is(REASON_CUT) ? cut(reason, COLUMN) : is(REASON_STRIPPED) ? reason.strip() : reason;
        }

        @Override
        public List<OutboxEntry> list(int limit) {
            Stream<OutboxEntry> entries = sound.list(limit).stream()
                    .filter(entry -> !is(CLAIMED_NOT_LISTED) || !claimed.containsKey(entry.id()))
                    .filter(entry -> !is(KIND_NOT_LISTED) || !entry.kind().equals("UserCacheInvalidation"))
                    .map(this::shown);
            return (is(LISTED_BY_CREATION) ? entries.sorted(Comparator.comparing(OutboxEntry::createdAt)) : entries)
                    .toList();
        }

        private OutboxEntry shown(OutboxEntry entry) {
            boolean dead = entry.state() == State.DEAD;
            boolean retried = entry.state() == State.WAITING && entry.attempts() == 0;
            return new OutboxEntry(
                    entry.id(),
                    entry.kind(),
                    entry.createdAt(),
                    is(DEAD_LETTER_DUE_AT_CREATION) && dead ? entry.createdAt() : entry.dueAt(),
                    entry.attempts(),
                    is(RETRY_FORGETS_REASON) && retried ? Optional.empty() : entry.lastError(),
                    entry.state());
        }

        @Override
        public boolean retryNow(MessageId id, Instant now) {
            return sound.retryNow(id, is(RETRIED_DURING_LEASE) ? now.plusNanos(1_000) : now);
        }

        @Override
        public Map<Lane, QueueStats> statsByLane() {
            Map<Lane, QueueStats> stats = new EnumMap<>(sound.statsByLane());
            if (is(EMPTY_LANES_OMITTED)) {
                stats.values().removeIf(QueueStats.EMPTY::equals);
            }
            if (is(OLDEST_OF_ALL_LANES)) {
                Optional<Instant> oldest = sound.stats().oldestCreatedAt();
                stats.replaceAll(
                        (lane, found) -> new QueueStats(found.waiting(), found.deadLetters(), found.expired(), oldest));
            }
            return stats;
        }

        @Override
        public QueueStats stats() {
            QueueStats stats = sound.stats();
            List<OutboxEntry> entries = sound.list(ALL);
            Optional<Instant> oldest = is(OLDEST_BY_DUE_TIME)
                    ? entries.stream()
                            .filter(entry -> entry.state() == State.WAITING)
                            .map(OutboxEntry::createdAt)
                            .findFirst()
                    : is(OLDEST_MAY_BE_DEAD)
                            ? entries.stream().map(OutboxEntry::createdAt).min(Comparator.naturalOrder())
                            : stats.oldestCreatedAt();
            long waiting = is(CLAIMED_NOT_COUNTED)
                    ? entries.stream()
                            .filter(entry -> entry.state() == State.WAITING && !claimed.containsKey(entry.id()))
                            .count()
                    : stats.waiting();
            return new QueueStats(waiting, stats.deadLetters(), stats.expired(), oldest);
        }
    }
}
