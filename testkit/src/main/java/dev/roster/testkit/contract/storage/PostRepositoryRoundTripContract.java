package dev.roster.testkit.contract.storage;

import static dev.roster.testkit.data.NewPostBuilder.aPostBy;
import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.roster.application.port.storage.CommentRepository;
import dev.roster.application.port.storage.PostRepository;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.domain.InvalidValueException;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostFilter;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Contract;
import dev.roster.testkit.data.TrickyInstants;
import dev.roster.testkit.data.TrickyStrings;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Clauses of {@link PostRepository} about stored values, visibility to other clients, and invalid arguments. */
public abstract class PostRepositoryRoundTripContract extends Contract<UnitOfWork> {

    PostRepositoryRoundTripContract() {}

    final PostRepository posts() {
        return client().posts();
    }

    final CommentRepository comments() {
        return client().comments();
    }

    final User createAuthor() {
        return client().users().create(aUser().build());
    }

    /** Given two clients. When one creates, updates and deletes a post. Then the other sees each change immediately. */
    @Clause("posts.visible-to-second-client")
    void changesAreVisibleToSecondClient() throws Exception {
        PostRepository other = secondClient().posts();

        Post created = posts().create(aPostBy(createAuthor().id()).published().build());
        assertThat(other.findById(created.id())).contains(created);
        assertThat(other.findPublished(PageRequest.first()).items()).containsExactly(created);
        Post updated = posts().update(created.withPublished(false));
        assertThat(other.findById(created.id())).contains(updated);
        assertThat(other.findPublished(PageRequest.first()).total()).isZero();
        posts().delete(created.id());
        assertThat(other.findById(created.id())).isEmpty();
    }

    /** Given texts that some storages alter, and the longest. When each is stored and read. Then it is unchanged. */
    @Clause("posts.text-kept-exactly")
    void preservesText() {
        User author = createAuthor();
        List<String> titles = new ArrayList<>(TrickyStrings.ALL);
        titles.add(TrickyStrings.EMOJI.repeat(200));
        for (String title : titles) {
            for (String content : List.of(title, TrickyStrings.EMOJI.repeat(20_000))) {
                Post created = posts().create(aPostBy(author.id())
                        .withTitle(title)
                        .withContent(content)
                        .build());

                assertThat(created.title()).isEqualTo(title);
                assertThat(created.content()).isEqualTo(content);
                assertThat(posts().findById(created.id())).contains(created);
                assertThat(posts().update(created.withContent(title)).content()).isEqualTo(title);
            }
        }
    }

    /**
     * Given times finer than a microsecond. When posts with them are stored, read and updated. Then all results have
     * the same times, truncated to microseconds.
     */
    @Clause("posts.microseconds-kept")
    void preservesMicroseconds() {
        User author = createAuthor();
        for (Instant time : TrickyInstants.ALL) {
            Instant micros = time.truncatedTo(ChronoUnit.MICROS);
            Post created = posts().create(aPostBy(author.id()).createdAt(time).build());

            assertThat(created.createdAt()).isEqualTo(micros);
            assertThat(created.updatedAt()).isEqualTo(micros);
            assertThat(posts().findById(created.id())).contains(created);
            assertThat(posts().update(created.withUpdatedAt(time.plusSeconds(1)))
                            .updatedAt())
                    .isEqualTo(micros.plusSeconds(1));
        }
    }

    /** Given invalid values, invalid pages, and null. When they are passed. Then each call throws, storing nothing. */
    @Clause("posts.invalid-rejected")
    void rejectsInvalidValues() {
        Post post = posts().create(aPostBy(createAuthor().id()).build());
        UserId author = post.authorId();
        List<Supplier<Object>> invalid = List.of(
                () -> posts().create(aPostBy(author).withTitle("").build()),
                () -> posts().create(aPostBy(author).withTitle("t".repeat(201)).build()),
                () -> posts().create(aPostBy(author).withTitle("a\0b").build()),
                () -> posts().create(aPostBy(author).withContent("\uD800").build()),
                () -> posts().create(
                                aPostBy(author).withContent("c".repeat(20_001)).build()),
                () -> posts().update(post.withTitle(" ")),
                () -> posts().findPublished(new PageRequest(0, 10)),
                () -> posts().findPublished(new PageRequest(1, 0)),
                () -> posts().findPublished(new PageRequest(-1, 101)));

        for (Supplier<Object> call : invalid) {
            assertThatExceptionOfType(InvalidValueException.class).isThrownBy(call::get);
        }
        assertNullRefused(post);
        assertThat(posts().findPaginated(PageRequest.first(), PostFilter.all()).items())
                .containsExactly(post);
    }

    @SuppressWarnings("NullAway") // passes null on purpose
    private void assertNullRefused(Post post) {
        assertThatNullPointerException().isThrownBy(() -> posts().create(null));
        assertThatNullPointerException().isThrownBy(() -> posts().update(null));
        assertThatNullPointerException().isThrownBy(() -> posts().delete(null));
        assertThatNullPointerException().isThrownBy(() -> posts().delete(null, post.version()));
        assertThatNullPointerException().isThrownBy(() -> posts().findById(null));
        assertThatNullPointerException().isThrownBy(() -> posts().findPublished(null));
        assertThatNullPointerException().isThrownBy(() -> posts().findByAuthor(null, PageRequest.first()));
        assertThatNullPointerException().isThrownBy(() -> posts().findPaginated(PageRequest.first(), null));
        assertThatNullPointerException().isThrownBy(() -> posts().findAfter(null, PostFilter.all()));
        assertThatNullPointerException().isThrownBy(() -> posts().findWithComments(null, PostFilter.all(), 1));
    }
}
