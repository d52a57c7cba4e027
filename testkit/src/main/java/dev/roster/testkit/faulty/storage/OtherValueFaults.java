package dev.roster.testkit.faulty.storage;

import dev.roster.application.port.security.Credentials;
import dev.roster.application.port.security.OneTimeToken;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.security.TokenHash;
import dev.roster.application.port.storage.CommentRepository;
import dev.roster.application.port.storage.CredentialsRepository;
import dev.roster.application.port.storage.OneTimeTokenRepository;
import dev.roster.application.port.storage.Storage;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.Comment;
import dev.roster.domain.post.CommentId;
import dev.roster.domain.post.NewComment;
import dev.roster.domain.post.PostId;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import dev.roster.testkit.fake.forwarding.ForwardingCommentRepository;
import dev.roster.testkit.fake.forwarding.ForwardingCredentialsRepository;
import dev.roster.testkit.fake.forwarding.ForwardingOneTimeTokenRepository;
import dev.roster.testkit.fake.forwarding.ForwardingStorage;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Planted faults of comments, credentials and tokens that change values, or compare them inexactly. */
public enum OtherValueFaults implements PlantedFault {
    @Fault("Trims comments in pages.")
    COMMENT_TRIMMED_IN_PAGES("comments.text-kept-exactly"),
    @Fault("Keeps 65,535 bytes of a comment.")
    COMMENT_OF_65535_BYTES("comments.text-kept-exactly"),
    @Fault("Orders comments by milliseconds.")
    COMMENTS_ORDERED_BY_MILLISECONDS("comments.list-oldest-first"),
    @Fault("Stores the local time of a comment in the default time zone.")
    LOCAL_TIME_OF_COMMENT("comments.time-zone-independent"),
    @Fault("Looks up comments by the lower 32 bits of an id.")
    COMMENT_LOOKUP_IN_32_BITS("comments.unknown-is-empty"),
    @Fault("Deletes comments by the lower 32 bits of an id.")
    COMMENT_DELETION_IN_32_BITS("comments.delete-missing-is-false"),
    @Fault("Trims password hashes.")
    HASH_TRIMMED("credentials.hash-kept-exactly"),
    @Fault("Keeps 255 characters of a password hash.")
    HASH_OF_255_CHARACTERS("credentials.hash-kept-exactly"),
    @Fault("Ignores the case of letters when it compares password hashes.")
    HASH_COMPARED_IGNORING_CASE("credentials.hash-kept-exactly"),
    @Fault("Ignores blanks at the end when it compares password hashes.")
    HASH_COMPARED_IGNORING_BLANKS("credentials.hash-kept-exactly"),
    @Fault("Normalizes password hashes when it compares them.")
    HASH_COMPARED_NORMALIZED("credentials.hash-kept-exactly"),
    @Fault("Finds credentials by the lower 32 bits of an id.")
    CREDENTIALS_IN_32_BITS("credentials.unknown-is-empty"),
    @Fault("Truncates the expiry of tokens to milliseconds.")
    EXPIRY_IN_MILLISECONDS("tokens.expiry-kept-exactly"),
    @Fault("Keeps the expiry of tokens in 32 bits of seconds.")
    EXPIRY_IN_32_BITS("tokens.expiry-kept-exactly"),
    @Fault("Stores the local time of the expiry in the default time zone.")
    LOCAL_EXPIRY("tokens.expiry-kept-exactly"),
    @Fault("Finds a token at the instant of its expiry.")
    FOUND_AT_EXPIRY("tokens.expired-rejected"),
    @Fault("Compares the first 32 digits of token hashes.")
    TOKEN_PREFIX_COMPARED("tokens.unknown-is-empty");

    @SuppressWarnings("ImmutableEnumChecker") // the list is immutable
    private final List<String> clauses;

    OtherValueFaults(String... clauses) {
        this.clauses = List.of(clauses);
    }

    @Override
    public List<String> clauses() {
        return clauses;
    }

    /** Returns a storage that has the fault. */
    public Storage plantedIn(Storage sound) {
        CommentRepository comments = new Comments(sound.comments());
        CredentialsRepository credentials = new CredentialsOfUsers(sound.credentials());
        OneTimeTokenRepository tokens = new Tokens(sound.oneTimeTokens());
        return new ForwardingStorage(sound) {
            @Override
            public CommentRepository comments() {
                return comments;
            }

            @Override
            public CredentialsRepository credentials() {
                return credentials;
            }

            @Override
            public OneTimeTokenRepository oneTimeTokens() {
                return tokens;
            }
        };
    }

    private boolean is(OtherValueFaults fault) {
        return this == fault;
    }

    private static Instant local(Instant time) {
        ZoneId zone = ZoneId.systemDefault();
        return LocalDateTime.ofInstant(time, zone).atZone(zone).toInstant();
    }

    private final class Comments extends ForwardingCommentRepository {

        Comments(CommentRepository sound) {
            super(sound);
        }

        @Override
        public Comment create(NewComment comment) {
            String text = comment.content();
            boolean tooLong = is(COMMENT_OF_65535_BYTES) && text.getBytes(StandardCharsets.UTF_8).length > 65_535;
            return sound.create(new NewComment(
                    comment.postId(),
                    comment.authorId(),
                    tooLong ? text.substring(0, 32_766) : text,
                    is(LOCAL_TIME_OF_COMMENT) ? local(comment.createdAt()) : comment.createdAt()));
        }

        @Override
        public Optional<Comment> findById(CommentId id) {
            boolean cut = is(COMMENT_LOOKUP_IN_32_BITS) && id != null && (int) id.value() > 0;
            return sound.findById(cut ? new CommentId(id.value() << 32 >> 32) : id);
        }

        @Override
        public Page<Comment> findByPost(PostId postId, PageRequest request) {
            Page<Comment> page = sound.findByPost(postId, request);
            if (is(COMMENT_TRIMMED_IN_PAGES)) {
                return page.map(each -> new Comment(
                        each.id(),
                        each.postId(),
                        each.authorId(),
                        each.content().strip(),
                        each.createdAt()));
            }
            return is(COMMENTS_ORDERED_BY_MILLISECONDS)
                    ? new Page<>(
                            page.items().stream()
                                    .sorted(Comparator.comparing((Comment each) ->
                                                    each.createdAt().toEpochMilli())
                                            .thenComparing(each -> each.id().value()))
                                    .toList(),
                            page.total(),
                            request)
                    : page;
        }

        @Override
        public boolean delete(CommentId id) {
            boolean cut = is(COMMENT_DELETION_IN_32_BITS) && id != null && (int) id.value() > 0;
            return sound.delete(cut ? new CommentId(id.value() << 32 >> 32) : id);
        }
    }

    private final class CredentialsOfUsers extends ForwardingCredentialsRepository {

        CredentialsOfUsers(CredentialsRepository sound) {
            super(sound);
        }

        @Override
        public Optional<Credentials> findByUserId(UserId userId) {
            boolean cut = is(CREDENTIALS_IN_32_BITS) && (int) userId.value() > 0;
            return sound.findByUserId(cut ? new UserId(userId.value() << 32 >> 32) : userId);
        }

        @Override
        public Credentials setPassword(UserId userId, PasswordHash passwordHash) {
            String encoded = passwordHash.encoded();
            return sound.setPassword(
                    userId,
                    switch (OtherValueFaults.this) {
                        case HASH_TRIMMED -> new PasswordHash(encoded.strip());
                        case HASH_OF_255_CHARACTERS ->
                            new PasswordHash(encoded.substring(0, Math.min(255, encoded.length())));
                        default -> passwordHash;
                    });
        }

        @Override
        public boolean renewHash(UserId userId, PasswordHash expected, PasswordHash renewed) {
            Optional<PasswordHash> stored = sound.findByUserId(userId).map(Credentials::passwordHash);
            boolean equal = stored.filter(hash -> compared(hash).equals(compared(expected)))
                    .isPresent();
            return sound.renewHash(userId, equal ? stored.orElseThrow() : expected, renewed);
        }

        private String compared(PasswordHash hash) {
            String encoded = hash.encoded();
            return switch (OtherValueFaults.this) {
                case HASH_COMPARED_IGNORING_CASE -> encoded.toLowerCase(Locale.ROOT);
                case HASH_COMPARED_IGNORING_BLANKS -> encoded.stripTrailing();
                case HASH_COMPARED_NORMALIZED -> Normalizer.normalize(encoded, Normalizer.Form.NFC);
                default -> encoded;
            };
        }
    }

    private final class Tokens extends ForwardingOneTimeTokenRepository {

        private final Map<String, TokenHash> byPrefix = new ConcurrentHashMap<>();

        Tokens(OneTimeTokenRepository sound) {
            super(sound);
        }

        @Override
        public void store(OneTimeToken token) {
            byPrefix.put(prefix(token.hash()), token.hash());
            Instant expiry = token.expiresAt();
            sound.store(new OneTimeToken(
                    token.hash(),
                    token.userId(),
                    token.purpose(),
                    switch (OtherValueFaults.this) {
                        case EXPIRY_IN_MILLISECONDS -> expiry.truncatedTo(ChronoUnit.MILLIS);
                        case EXPIRY_IN_32_BITS ->
                            Instant.ofEpochSecond(expiry.getEpochSecond() << 32 >> 32, expiry.getNano());
                        case LOCAL_EXPIRY -> local(expiry);
                        default -> expiry;
                    }));
        }

        private static String prefix(TokenHash hash) {
            return hash.hex().substring(0, Math.min(32, hash.hex().length()));
        }

        @Override
        public Optional<UserId> find(TokenHash hash, OneTimeToken.Purpose purpose, Instant now) {
            return sound.find(hash, purpose, is(FOUND_AT_EXPIRY) ? now.minusNanos(1_000) : now);
        }

        @Override
        public Optional<UserId> consume(TokenHash hash, OneTimeToken.Purpose purpose, Instant now) {
            TokenHash compared = is(TOKEN_PREFIX_COMPARED) ? byPrefix.getOrDefault(prefix(hash), hash) : hash;
            return sound.consume(compared, purpose, now);
        }
    }
}
