package dev.roster.domain.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.roster.domain.ThrownViolations;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class UserTest {

    private static final Instant CREATED = Instant.parse("2024-03-31T01:59:59.123456Z");
    private static final Instant UPDATED = Instant.parse("2024-04-01T00:00:00.000001Z");
    private static final EmailAddress EMAIL = new EmailAddress("Ann@Example.com");
    private static final UserId ID = new UserId(42);
    private static final User ANN =
            new User(ID, EMAIL, "Ann", "A bio", true, Role.ADMIN, new UserId(7), CREATED, UPDATED, 3);

    @Test
    void truncatesInstantsToMicroseconds() {
        User user = new User(
                ID, EMAIL, "Ann", "", false, Role.USER, null, CREATED.plusNanos(999), UPDATED.plusNanos(999), 1);

        assertThat(user.createdAt()).isEqualTo(CREATED);
        assertThat(user.updatedAt()).isEqualTo(UPDATED);
        assertThat(ANN.withUpdatedAt(CREATED.plusNanos(500)).updatedAt()).isEqualTo(CREATED);
        assertThat(new NewUser(EMAIL, "Ann", "", null, CREATED.plusNanos(999)).createdAt())
                .isEqualTo(CREATED);
    }

    @Test
    void truncatesInstantsBefore1970Downwards() {
        Instant before = Instant.parse("1969-12-31T23:59:59.999999999Z");

        assertThat(new NewUser(EMAIL, "Ann", "", null, before).createdAt())
                .isEqualTo(Instant.parse("1969-12-31T23:59:59.999999Z"));
    }

    @Test
    void marksChangedEmailUnverified() {
        User moved = ANN.withEmail(new EmailAddress("ann@example.org"));

        assertThat(moved.verified()).isFalse();
        assertThat(moved).isEqualTo(ANN.withVerified(false).withEmail(new EmailAddress("ann@example.org")));
    }

    @Test
    void keepsVerifiedIfOnlyCaseChanges() {
        User respelled = ANN.withEmail(new EmailAddress("ANN@example.COM"));

        assertThat(respelled.verified()).isTrue();
        assertThat(respelled.email().value()).isEqualTo("ANN@example.COM");
    }

    @Test
    void staysUnverifiedAfterEmailChange() {
        User unverified = ANN.withVerified(false);

        assertThat(unverified.withEmail(EMAIL).verified()).isFalse();
        assertThat(unverified.withEmail(new EmailAddress("ann@example.org")).verified())
                .isFalse();
    }

    @Test
    void changesOneFieldPerWither() {
        assertThat(ANN.withName("Bea"))
                .isEqualTo(new User(ID, EMAIL, "Bea", "A bio", true, Role.ADMIN, new UserId(7), CREATED, UPDATED, 3));
        assertThat(ANN.withBio(""))
                .isEqualTo(new User(ID, EMAIL, "Ann", "", true, Role.ADMIN, new UserId(7), CREATED, UPDATED, 3));
        assertThat(ANN.withVerified(false))
                .isEqualTo(new User(ID, EMAIL, "Ann", "A bio", false, Role.ADMIN, new UserId(7), CREATED, UPDATED, 3));
        assertThat(ANN.withRole(Role.USER))
                .isEqualTo(new User(ID, EMAIL, "Ann", "A bio", true, Role.USER, new UserId(7), CREATED, UPDATED, 3));
        assertThat(ANN.withUpdatedAt(CREATED))
                .isEqualTo(new User(ID, EMAIL, "Ann", "A bio", true, Role.ADMIN, new UserId(7), CREATED, CREATED, 3));
        assertThat(ANN.withVersion(4))
                .isEqualTo(new User(ID, EMAIL, "Ann", "A bio", true, Role.ADMIN, new UserId(7), CREATED, UPDATED, 4));
    }

    @Test
    void createsUnverifiedUserWithVersion1() {
        User created = new NewUser(EMAIL, "Ann", "A bio", new UserId(7), CREATED).toUser(ID);

        assertThat(created)
                .isEqualTo(new User(ID, EMAIL, "Ann", "A bio", false, Role.USER, new UserId(7), CREATED, CREATED, 1));
        assertThat(new NewUser(EMAIL, "Ann", "", null, CREATED).toUser(ID).createdBy())
                .isNull();
    }

    @Test
    void rejectsInvalidNameAndBio() {
        String longestName = "😀".repeat(100);
        String longestBio = "😀".repeat(1_000);

        assertThat(ANN.withName(longestName).withBio(longestBio).name()).isEqualTo(longestName);
        assertThat(new NewUser(EMAIL, longestName, longestBio, null, CREATED).bio())
                .isEqualTo(longestBio);
        assertThat(ThrownViolations.of(() -> ANN.withName(longestName + "x")))
                .containsExactly("name must have 1 to 100 characters, has 101");
        assertThat(ThrownViolations.of(() -> ANN.withName(" "))).containsExactly("name must not be blank");
        assertThat(ThrownViolations.of(() -> ANN.withBio(longestBio + "x")))
                .containsExactly("bio must have at most 1000 characters, has 1001");
        assertThat(ThrownViolations.of(() -> new NewUser(EMAIL, "", "", null, CREATED)))
                .containsExactly("name must have 1 to 100 characters, has 0");
        assertThat(ThrownViolations.of(() -> new NewUser(EMAIL, " ", "", null, CREATED)))
                .containsExactly("name must not be blank");
        assertThat(ThrownViolations.of(() -> new NewUser(EMAIL, "Ann", longestBio + "x", null, CREATED)))
                .containsExactly("bio must have at most 1000 characters, has 1001");
        assertThat(ThrownViolations.of(() -> new NewUser(EMAIL, "Ann", null, null, CREATED)))
                .containsExactly("bio is required");
    }

    @Test
    void rejectsVersionBelow1AndNull() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ANN.withVersion(0))
                .withMessageContaining("0");
        assertThatNullPointerException().isThrownBy(() -> ANN.withEmail(null));
        assertThatNullPointerException().isThrownBy(() -> ANN.withRole(null)).withMessage("role");
        assertThatNullPointerException()
                .isThrownBy(() -> new NewUser(null, "Ann", "", null, CREATED))
                .withMessage("email");
        assertThatNullPointerException().isThrownBy(() -> new NewUser(EMAIL, "Ann", "", null, null));
        assertThatNullPointerException()
                .isThrownBy(() -> new NewUser(EMAIL, "Ann", "", null, CREATED).toUser(null))
                .withMessage("id");
    }
}
