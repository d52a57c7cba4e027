package dev.roster.testkit.contract.storage.transaction;

import static dev.roster.testkit.data.NewCommentBuilder.aCommentOn;
import static dev.roster.testkit.data.NewPostBuilder.aPostBy;
import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static java.util.Map.entry;

import dev.roster.application.port.outbox.Lane;
import dev.roster.application.port.outbox.MessageId;
import dev.roster.application.port.outbox.OutboxMessage;
import dev.roster.application.port.outbox.OutboxMessage.WelcomeNotification;
import dev.roster.application.port.outbox.OutboxQueue.Claim;
import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.OneTimeToken;
import dev.roster.application.port.security.OneTimeToken.Purpose;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.security.TokenHash;
import dev.roster.application.port.storage.AuditEvent;
import dev.roster.application.port.storage.Storage;
import dev.roster.application.port.storage.TransactionWork;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.CommentId;
import dev.roster.domain.post.CommentsEach;
import dev.roster.domain.post.NewComment;
import dev.roster.domain.post.NewPost;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostFilter;
import dev.roster.domain.post.PostId;
import dev.roster.domain.post.SliceRequest;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.NewUser;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * Arguments for any method of a storage's ports, by the type of the parameter. With the rows of a sample, each change
 * finds something to change.
 *
 * @param sample the rows
 * @param claim a claim of the sample's message
 */
public record CallArguments(StoredSample sample, Claim claim) {

    private static final Map<String, Function<CallArguments, Object>> BY_TYPE = Map.ofEntries(
            entry(name(UserId.class), given -> given.sample.user().id()),
            entry(name(EmailAddress.class), given -> given.sample.user().email()),
            entry(name(User.class), given -> given.sample.user().withName("Changed")),
            entry(name(NewUser.class), given -> aUser().build()),
            entry(
                    "java.util.Set<" + name(UserId.class) + ">",
                    given -> Set.of(given.sample.user().id())),
            entry(name(PasswordHash.class), given -> given.sample.hash()),
            entry(name(TokenHash.class), given -> given.sample.token()),
            entry(
                    name(OneTimeToken.class),
                    given -> given.sample.token(given.sample.laterToken(), StoredSample.NOW.plusSeconds(60))),
            entry(name(Purpose.class), given -> Purpose.EMAIL_VERIFICATION),
            entry(name(PostId.class), given -> given.sample.post().id()),
            entry(name(Post.class), given -> given.sample.post().withTitle("Changed")),
            entry(
                    name(NewPost.class),
                    given -> aPostBy(given.sample.user().id()).published().build()),
            entry(name(PostFilter.class), given -> PostFilter.all()),
            entry(name(CommentsEach.class), given -> CommentsEach.atMost(5)),
            entry(name(CommentId.class), given -> given.sample.comment().id()),
            entry(
                    name(NewComment.class),
                    given -> aCommentOn(
                                    given.sample.post().id(),
                                    given.sample.user().id())
                            .build()),
            entry(
                    name(AuditEvent.class),
                    given -> AuditEvent.of(
                            AuditEvent.Type.SIGNED_IN,
                            Optional.of(given.sample.user().id()),
                            ClientAddress.UNKNOWN,
                            StoredSample.NOW)),
            entry(
                    name(OutboxMessage.class),
                    given -> new WelcomeNotification(
                            MessageId.random(),
                            StoredSample.NOW,
                            given.sample.user().id(),
                            "appended")),
            entry(name(MessageId.class), given -> given.claim.message().id()),
            entry(name(Claim.class), given -> given.claim),
            entry("java.util.List<" + name(Claim.class) + ">", given -> List.of(given.claim)),
            entry(name(Lane.class), given -> Lane.DEFAULT),
            entry(name(PageRequest.class), given -> PageRequest.first()),
            entry(name(SliceRequest.class), given -> SliceRequest.first(5)),
            entry(name(Instant.class), given -> StoredSample.NOW),
            entry(name(Duration.class), given -> Duration.ofMinutes(1)),
            entry(name(String.class), given -> "any reason"),
            entry(name(int.class), given -> 5),
            entry(name(long.class), given -> 1L),
            entry(name(TransactionWork.class), given -> (TransactionWork<User, RuntimeException>)
                    unit -> unit.users().create(aUser().build())));

    /** Returns arguments about a sample, whose message is claimed if it can be. */
    public static CallArguments about(StoredSample sample, Storage storage) {
        return new CallArguments(
                sample,
                storage.outboxQueue().claim(Lane.DEFAULT, 1_000, StoredSample.NOW, Duration.ofMinutes(1)).stream()
                        .filter(claim -> claim.message().equals(sample.message()))
                        .findAny()
                        .orElseGet(() -> new Claim(sample.message(), UUID.randomUUID(), 1)));
    }

    /** Returns arguments about a sample, for calls that need no claim. */
    public static CallArguments about(StoredSample sample) {
        return new CallArguments(sample, new Claim(sample.message(), UUID.randomUUID(), 1));
    }

    /**
     * Returns the arguments for a method.
     *
     * @throws AssertionError if there is none for the type of a parameter
     */
    public List<Object> of(Method method) {
        List<Object> arguments = new ArrayList<>();
        for (Type type : method.getGenericParameterTypes()) {
            Object argument = argument(type, method);
            // The second hash of a renewal is the new one.
            arguments.add(
                    arguments.contains(argument) && argument instanceof PasswordHash
                            ? new PasswordHash("renewed")
                            : argument);
        }
        return arguments;
    }

    private Object argument(Type type, Method method) {
        Function<CallArguments, Object> known = BY_TYPE.get(type.getTypeName().replaceFirst("<T, X>$", ""));
        if (known == null) {
            throw new AssertionError("the contract has no argument of type " + type.getTypeName() + " to call " + method
                    + ": add one to BY_TYPE in " + CallArguments.class.getSimpleName());
        }
        return known.apply(this);
    }

    private static String name(Class<?> type) {
        return type.getTypeName();
    }
}
