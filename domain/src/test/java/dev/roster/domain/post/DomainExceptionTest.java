package dev.roster.domain.post;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.domain.DomainException;
import dev.roster.domain.InvalidValueException;
import dev.roster.domain.StaleVersionException;
import dev.roster.domain.Violation;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.EmailAlreadyExistsException;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserNotFoundException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DomainExceptionTest {

    private static final EmailAddress EMAIL = new EmailAddress("Ann@Example.com");

    @Test
    void namesSubject() {
        EmailAlreadyExistsException taken = new EmailAlreadyExistsException(EMAIL);
        UserNotFoundException missing = new UserNotFoundException(new UserId(42));

        assertThat(taken).isInstanceOf(DomainException.class).hasMessage("email already exists");
        assertThat(taken.email()).isEqualTo(EMAIL);
        assertThat(missing).isInstanceOf(DomainException.class).hasMessage("there is no user 42");
        assertThat(missing.id()).isEqualTo(new UserId(42));
        PostNotFoundException noPost = new PostNotFoundException(new PostId(43));
        assertThat(noPost).isInstanceOf(DomainException.class).hasMessage("there is no post 43");
        assertThat(noPost.id()).isEqualTo(new PostId(43));
        CommentNotFoundException noComment = new CommentNotFoundException(new CommentId(44));
        assertThat(noComment).isInstanceOf(DomainException.class).hasMessage("there is no comment 44");
        assertThat(noComment.id()).isEqualTo(new CommentId(44));
        assertThat(new StaleVersionException("user 42"))
                .isInstanceOf(DomainException.class)
                .hasMessage("user 42 was changed since it was read");
    }

    @Test
    void listsAllViolations() {
        List<Violation> faults = new ArrayList<>(
                List.of(new Violation("email", "is required"), new Violation("name", "must not be blank")));
        InvalidValueException refusal = new InvalidValueException(faults);
        List<Violation> told = List.copyOf(faults);

        faults.clear();

        assertThat(refusal).isInstanceOf(DomainException.class).hasMessage("email is required; name must not be blank");
        assertThat(refusal.violations()).isEqualTo(told);
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> refusal.violations().clear());
        assertThat(new InvalidValueException("bio", "is required").violations())
                .containsExactly(new Violation("bio", "is required"));
    }
}
