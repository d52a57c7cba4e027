package dev.roster.adapters.http;

import dev.roster.application.port.storage.PostRepository;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.application.port.storage.TransactionWork;
import dev.roster.application.port.storage.UserRepository;
import dev.roster.domain.post.NewPost;
import dev.roster.domain.post.Post;
import dev.roster.domain.user.NewUser;
import dev.roster.domain.user.User;
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import dev.roster.testkit.fake.forwarding.ForwardingPostRepository;
import dev.roster.testkit.fake.forwarding.ForwardingStorage;
import dev.roster.testkit.fake.forwarding.ForwardingUnit;
import dev.roster.testkit.fake.forwarding.ForwardingUserRepository;
import dev.roster.testkit.faulty.outage.StorageOutageFaults;
import dev.roster.testkit.server.HttpProxy;
import dev.roster.testkit.server.HttpProxy.Response;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Planted faults of servers in outages of their database. Each is planted in Roster's server. */
enum OutageFaults implements PlantedFault {
    @Fault("Answers 500 while the database is away.")
    INTERNAL_ERROR("api-outage.requests-answered-503"),
    @Fault("Answers lists as if nothing was stored while the database is away.")
    EMPTY_LISTS("api-outage.requests-answered-503"),
    @Fault("Answers public reads with 404 while the database is away.")
    NOT_FOUND("api-outage.requests-answered-503"),
    @Fault("Rejects each access token while the database is away.")
    SESSION_REJECTED("api-outage.requests-answered-503"),
    @Fault("Accepts password resets that are not stored while the database is away.")
    RESET_ACCEPTED("api-outage.requests-answered-503"),
    @Fault("Waits for a database that is away.")
    HANGS("api-outage.requests-answered-503"),
    @Fault("Is not live while the database is away, so that it is restarted.")
    NOT_LIVE("api-outage.live-but-not-ready"),
    @Fault("Is ready while the database is away.")
    READY("api-outage.live-but-not-ready"),
    @Fault("Ends all sessions in an outage.")
    SESSIONS_ENDED("api-outage.recovers-without-restart"),
    @Fault("Loses a connection with each failed write, and then answers 503 until it is restarted.")
    CONNECTIONS_LOST("api-outage.recovers-without-restart"),
    @Fault("Acknowledges every third post that could not be stored.")
    WRITE_ACKNOWLEDGED("api-outage.acknowledged-writes-kept"),
    @Fault("Stores after the outage what it has refused.")
    STORED_LATER("api-outage.registrations-complete", "api-outage.refused-changes-undone"),
    @Fault("Stores after the outage the posts that it has refused.")
    POST_STORED_LATER("api-outage.acknowledged-writes-kept"),
    @Fault("Stores after the outage the users of refused registrations, without their passwords.")
    USER_WITHOUT_PASSWORD("api-outage.registrations-complete"),
    @Fault("Reports the outcome of each failed change as unknown.")
    OUTCOME_UNKNOWN("api-outage.refused-changes-undone");

    @SuppressWarnings("ImmutableEnumChecker") // the list is immutable
    private final List<String> clauses;

    OutageFaults(String... clauses) {
        this.clauses = List.of(clauses);
    }

    @Override
    public List<String> clauses() {
        return clauses;
    }

    /** Returns whether the fault is planted in {@link #storage}: reads then succeed while the database is away. */
    boolean isInStorage() {
        return List.of(CONNECTIONS_LOST, STORED_LATER, POST_STORED_LATER, USER_WITHOUT_PASSWORD)
                .contains(this);
    }

    /**
     * Returns the storage of a server with this fault. It rejects only writes while the database is away, because other
     * requests would fail before they write.
     *
     * @param away whether the database is away
     */
    Storage storage(Storage sound, BooleanSupplier away) {
        Storage readable = new ReadableStorage(sound, away, this == POST_STORED_LATER);
        return switch (this) {
            case CONNECTIONS_LOST -> StorageOutageFaults.CONNECTIONS_LOST.plantedIn(readable);
            case STORED_LATER -> StorageOutageFaults.WORK_REPEATED_LATER.plantedIn(readable);
            case USER_WITHOUT_PASSWORD -> new HalfDoneLater(readable);
            default -> readable;
        };
    }

    /**
     * Returns the responses of a server with this fault.
     *
     * @param away whether the database is away
     */
    HttpProxy.Change responses(BooleanSupplier away) {
        AtomicInteger failures = new AtomicInteger();
        return (method, path, answer) -> {
            if (this == NOT_LIVE && path.equals("/health/live") && away.getAsBoolean()) {
                return answer.withStatus(503);
            }
            if (answer.status() == 503) {
                failures.incrementAndGet();
                return unavailable(method, path, answer, failures.get());
            }
            return this == SESSIONS_ENDED && failures.get() > 0 && path.equals("/users/me")
                    ? error(answer, 401).with("WWW-Authenticate", "Bearer error=\"invalid_token\"")
                    : answer;
        };
    }

    private Response unavailable(String method, String path, Response answer, int failures) {
        boolean read = method.equals("GET") && !path.equals("/users/me") && !path.startsWith("/health");
        return switch (this) {
            case INTERNAL_ERROR -> error(answer, 500);
            case EMPTY_LISTS ->
                read && path.matches("/posts|/posts/[0-9]+/comments")
                        ? answer.withStatus(200)
                                .without("Retry-After")
                                .withBody("{\"items\":[],\"total\":0,\"page\":1,\"size\":20,\"pages\":0}")
                        : answer;
            case NOT_FOUND -> read && path.matches("/posts/[0-9]+|/users/[0-9]+") ? error(answer, 404) : answer;
            case SESSION_REJECTED ->
                path.equals("/users/me")
                        ? error(answer, 401).with("WWW-Authenticate", "Bearer error=\"invalid_token\"")
                        : answer;
            case RESET_ACCEPTED ->
                path.equals("/auth/password-reset")
                        ? answer.withStatus(202).without("Retry-After").withBody("")
                        : answer;
            case HANGS -> {
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(3));
                yield answer;
            }
            case READY -> path.equals("/health/ready") ? answer.withStatus(200).without("Retry-After") : answer;
            case WRITE_ACKNOWLEDGED ->
                method.equals("POST") && path.equals("/posts") && failures % 3 == 0
                        ? answer.withStatus(201).without("Retry-After").withBody("{\"id\":1}")
                        : answer;
            case OUTCOME_UNKNOWN ->
                answer.without("Retry-After")
                        .withBody(answer.body().replaceFirst("\"error\":\"[^\"]*\"", "\"error\":\"Outcome unknown\""));
            default -> answer;
        };
    }

    private static Response error(Response answer, int status) {
        return answer.withStatus(status)
                .without("Retry-After")
                .withBody(answer.body().replace("\"status\":503", "\"status\":" + status));
    }

    /** Storage that can be read, but not written, while its database is away. */
    private static final class ReadableStorage extends ForwardingStorage {

        private final Storage sound;
        private final BooleanSupplier away;
        private final boolean storesPostsLater;
        private final Queue<NewPost> refused = new ConcurrentLinkedQueue<>();

        ReadableStorage(Storage sound, BooleanSupplier away, boolean storesPostsLater) {
            super(sound);
            this.sound = sound;
            this.away = away;
            this.storesPostsLater = storesPostsLater;
        }

        @Override
        public <T, X extends Exception> T inTransaction(TransactionWork<T, X> work) throws X {
            if (away.getAsBoolean()) {
                throw new StorageUnavailableException("the database is away");
            }
            return sound.inTransaction(work);
        }

        @Override
        public PostRepository posts() {
            return new ForwardingPostRepository(sound.posts()) {
                @Override
                public Post create(NewPost post) {
                    if (away.getAsBoolean()) {
                        refused.add(post);
                        throw new StorageUnavailableException("the database is away");
                    }
                    for (NewPost each = refused.poll(); each != null && storesPostsLater; each = refused.poll()) {
                        super.create(each);
                    }
                    return super.create(post);
                }
            };
        }
    }

    /** Storage that creates the users of failed transactions later, without anything else. */
    private static final class HalfDoneLater extends ForwardingStorage {

        private final Storage sound;
        private final Queue<TransactionWork<?, ?>> failed = new ConcurrentLinkedQueue<>();

        HalfDoneLater(Storage sound) {
            super(sound);
            this.sound = sound;
        }

        @Override
        public <T, X extends Exception> T inTransaction(TransactionWork<T, X> work) throws X {
            try {
                T result = sound.inTransaction(work);
                for (TransactionWork<?, ?> each = failed.poll(); each != null; each = failed.poll()) {
                    createUsersOf(each);
                }
                return result;
            } catch (StorageUnavailableException unavailable) {
                failed.add(work);
                throw unavailable;
            }
        }

        private void createUsersOf(TransactionWork<?, ?> work) {
            Queue<NewUser> users = new ConcurrentLinkedQueue<>();
            try {
                sound.inTransaction(unit -> work.execute(new ForwardingUnit(unit) {
                    @Override
                    public UserRepository users() {
                        return new ForwardingUserRepository(unit.users()) {
                            @Override
                            public User create(NewUser user) {
                                users.add(user);
                                throw new IllegalStateException("recorded");
                            }
                        };
                    }
                }));
            } catch (Exception recorded) {
                users.forEach(sound.users()::create);
            }
        }
    }
}
