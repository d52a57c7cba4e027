package dev.roster.testkit.faulty.storage.data;

import dev.roster.application.port.outbox.OutboxQueue;
import dev.roster.application.port.outbox.OutboxQueue.Claim;
import dev.roster.application.port.security.OneTimeToken.Purpose;
import dev.roster.application.port.storage.AuditLog;
import dev.roster.application.port.storage.CredentialsRepository;
import dev.roster.application.port.storage.OneTimeTokenRepository;
import dev.roster.application.port.storage.PostRepository;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.application.port.storage.UserRepository;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.CommentsEach;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import dev.roster.testkit.fake.forwarding.ForwardingStorage;
import dev.roster.testkit.faulty.storage.InterceptedUnit;
import dev.roster.testkit.faulty.storage.InterceptedUnit.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Planted faults of storages whose changes have side effects, or that are wrong only for unusual numbers. */
public enum StoredDataFaults implements PlantedFault {
    @Fault("A new password ends the tokens for password resets.")
    PASSWORD_ENDS_TOKENS("storage.changes-affect-nothing-else"),
    @Fault("The end of sessions ends the tokens for password resets.")
    SESSIONS_END_WITH_TOKENS("storage.changes-affect-nothing-else"),
    @Fault("The use of a token ends the tokens of the user for other purposes.")
    TOKEN_ENDS_OTHER_PURPOSES("storage.changes-affect-nothing-else"),
    @Fault("The deletion of a post ends the sessions of its author.")
    POST_DELETION_ENDS_SESSIONS("storage.changes-affect-nothing-else"),
    @Fault("The total of the list of users is at most 100.")
    TOTAL_CUT("storage.large-numbers-complete", "users.list-pages-complete"),
    @Fault("The largest page of users has one user less.")
    LARGEST_PAGE_CUT("storage.large-numbers-complete", "users.list-pages-complete"),
    @Fault("A lookup of credentials returns at most 100 users.")
    CLAIMED_USERS_CUT("storage.large-numbers-complete"),
    @Fault("The list of the events of a user has at most 100 events.")
    EVENTS_OF_USER_CUT("storage.large-numbers-complete"),
    @Fault("A post is read with at most 100 comments.")
    COMMENTS_OF_POST_CUT("storage.large-numbers-complete"),
    @Fault("The list of messages has at most 100 messages.")
    MESSAGES_CUT("storage.large-numbers-complete"),
    @Fault("A claim that is repeated in a batch is counted each time.")
    REPEATED_CLAIM_COUNTED("outbox.batch-acknowledged"),
    @Fault("A retry in the past is due at the time of the claim.")
    PAST_RETRY_DUE_NOW("outbox.retried-later"),
    @Fault("A claim without a lease has a lease of a minute.")
    EMPTY_LEASE_PROLONGED("outbox.claimable-after-lease"),
    @Fault("A lease ends after a day.")
    LONG_LEASE_CUT("outbox.claimable-after-lease"),
    @Fault("A lease of a second or more has whole seconds.")
    LEASE_IN_SECONDS("outbox.claimable-after-lease");

    private static final int LIMIT = 100;

    @SuppressWarnings("ImmutableEnumChecker") // the list is immutable
    private final List<String> clauses;

    StoredDataFaults(String... clauses) {
        this.clauses = List.of(clauses);
    }

    @Override
    public List<String> clauses() {
        return clauses;
    }

    /** Returns a storage that has the fault. */
    public Storage plantedIn(Storage sound) {
        Map<UUID, Instant> claimedAt = new ConcurrentHashMap<>();
        Storage decorated =
                ForwardingStorage.decorated(sound, unit -> new InterceptedUnit(unit, call -> inUnit(call, unit)));
        return new ForwardingStorage(decorated) {
            @Override
            public OutboxQueue outboxQueue() {
                OutboxQueue queue = sound.outboxQueue();
                return InterceptedUnit.intercepted(
                        OutboxQueue.class, queue, UnitOfWork::outbox, call -> inQueue(call, queue, claimedAt));
            }
        };
    }

    private Object inUnit(Call call, UnitOfWork unit) throws Throwable {
        return switch (this) {
            case PASSWORD_ENDS_TOKENS -> endingTokens(call, unit, CredentialsRepository.class, "setPassword");
            case SESSIONS_END_WITH_TOKENS -> endingTokens(call, unit, CredentialsRepository.class, "endSessions");
            case TOKEN_ENDS_OTHER_PURPOSES -> {
                Object owner = call.proceed();
                if (is(call, OneTimeTokenRepository.class, "consume")) {
                    ((Optional<?>) owner).ifPresent(user -> endTokens(unit, (UserId) user));
                }
                yield owner;
            }
            case POST_DELETION_ENDS_SESSIONS -> {
                if (is(call, PostRepository.class, "delete") && call.arguments().get(0) != null) {
                    unit.posts()
                            .findById(argument(call, 0))
                            .ifPresent(post -> unit.credentials().endSessions(post.authorId()));
                }
                yield call.proceed();
            }
            case TOTAL_CUT ->
                is(call, UserRepository.class, "findAll") ? totalCut((Page<?>) call.proceed()) : call.proceed();
            case LARGEST_PAGE_CUT ->
                is(call, UserRepository.class, "findAll") ? itemsCut((Page<?>) call.proceed()) : call.proceed();
            case CLAIMED_USERS_CUT -> {
                Object found = call.proceed();
                yield is(call, CredentialsRepository.class, "findClaimed")
                        ? ((Set<?>) found).stream().limit(LIMIT).collect(Collectors.toUnmodifiableSet())
                        : found;
            }
            case EVENTS_OF_USER_CUT ->
                is(call, AuditLog.class, "findLatestByUserId")
                        ? unit.auditLog().findLatestByUserId(argument(call, 0), cut((int) argument(call, 1)))
                        : call.proceed();
            case COMMENTS_OF_POST_CUT ->
                is(call, PostRepository.class, "findWithComments")
                        ? unit.posts().findWithComments(argument(call, 0), argument(call, 1), cut((CommentsEach)
                                argument(call, 2)))
                        : call.proceed();
            default -> call.proceed();
        };
    }

    private Object inQueue(Call call, OutboxQueue queue, Map<UUID, Instant> claimedAt) throws Throwable {
        switch (this) {
            case MESSAGES_CUT -> {
                return call.isNamed("list") ? queue.list(cut((int) argument(call, 0))) : call.proceed();
            }
            case REPEATED_CLAIM_COUNTED -> {
                Object ended = call.proceed();
                if (!call.isNamed("acknowledgeAll")) {
                    return ended;
                }
                List<Claim> claims = argument(call, 0);
                return (int) ended + claims.size() - new HashSet<>(claims).size();
            }
            case PAST_RETRY_DUE_NOW -> {
                if (!call.isNamed("retryLater") || call.arguments().contains(null)) {
                    return remembered(call, claimedAt);
                }
                Claim claim = argument(call, 0);
                Instant retryAt = argument(call, 1);
                Instant now = claimedAt.getOrDefault(claim.key(), retryAt);
                return queue.retryLater(claim, retryAt.isBefore(now) ? now : retryAt, argument(call, 2));
            }
            case EMPTY_LEASE_PROLONGED, LONG_LEASE_CUT, LEASE_IN_SECONDS -> {
                return call.isNamed("claim") && !call.arguments().contains(null)
                        ? queue.claim(argument(call, 0), argument(call, 1), argument(call, 2), lease(argument(call, 3)))
                        : call.proceed();
            }
            default -> {
                return call.proceed();
            }
        }
    }

    private Duration lease(Duration given) {
        return switch (this) {
            case EMPTY_LEASE_PROLONGED -> given.isZero() ? Duration.ofMinutes(1) : given;
            case LONG_LEASE_CUT -> given.compareTo(Duration.ofDays(1)) > 0 ? Duration.ofDays(1) : given;
            default -> given.toSeconds() > 0 ? Duration.ofSeconds(given.toSeconds()) : given;
        };
    }

    private static Object remembered(Call call, Map<UUID, Instant> claimedAt) throws Throwable {
        Object result = call.proceed();
        if (call.isNamed("claim")) {
            for (Object claim : (List<?>) result) {
                claimedAt.put(((Claim) claim).key(), argument(call, 2));
            }
        }
        return result;
    }

    private static Object endingTokens(Call call, UnitOfWork unit, Class<?> port, String method) throws Throwable {
        Object result = call.proceed();
        if (is(call, port, method)) {
            endTokens(unit, argument(call, 0));
        }
        return result;
    }

    private static void endTokens(UnitOfWork unit, UserId user) {
        unit.oneTimeTokens().revoke(user, Purpose.PASSWORD_RESET, Instant.EPOCH);
    }

    private static Page<?> totalCut(Page<?> page) {
        return new Page<>(page.items(), Math.min(LIMIT, page.total()), page.request());
    }

    private static Page<?> itemsCut(Page<?> page) {
        int size = Math.min(PageRequest.MAX_SIZE - 1, page.items().size());
        return new Page<>(page.items().subList(0, size), page.total(), page.request());
    }

    private static int cut(int limit) {
        return Math.min(LIMIT, limit);
    }

    private static CommentsEach cut(CommentsEach each) {
        return new CommentsEach(cut(each.maxNumber()), each.maxBytes());
    }

    private static boolean is(Call call, Class<?> port, String method) {
        return call.isOf(port) && call.isNamed(method);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the caller knows the method
    private static <T> T argument(Call call, int index) {
        return (T) call.arguments().get(index);
    }
}
