package dev.roster.domain.user;

import static dev.roster.domain.Rejections.assertNullRejected;
import static dev.roster.domain.Rejections.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserTest {

    private static final Instant CREATED = Instant.parse("2024-03-31T01:59:59.123456Z");
    private static final Instant UPDATED = Instant.parse("2024-04-01T00:00:00.000001Z");
    private static final Instant BEFORE_1970 = Instant.parse("1969-12-31T23:59:59.999999Z");
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
        assertThat(new NewUser(EMAIL, "Ann", "", null, BEFORE_1970.plusNanos(999)).createdAt())
                .isEqualTo(BEFORE_1970);
    }

    @ParameterizedTest
    @CsvSource({
        "ann@example.org, true, false",
        "ann@example.org, false, false",
        "ANN@example.COM, true, true",
        "Ann@Example.com, false, false"
    })
    void keepsVerifiedOnlyIfAccountStays(String changed, boolean before, boolean after) {
        User moved = ANN.withVerified(before).withEmail(new EmailAddress(changed));

        assertThat(moved.verified()).isEqualTo(after);
        assertThat(moved.email().value()).isEqualTo(changed);
        assertThat(moved.withEmail(EMAIL).withVerified(true)).isEqualTo(ANN);
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
        assertRejected(() -> ANN.withName(longestName + "x"), "name must have 1 to 100 characters, has 101");
        assertRejected(() -> ANN.withName(" "), "name must not be blank");
        assertRejected(() -> ANN.withBio(longestBio + "x"), "bio must have at most 1000 characters, has 1001");
        assertRejected(() -> new NewUser(EMAIL, "", "", null, CREATED), "name must have 1 to 100 characters, has 0");
        assertRejected(() -> new NewUser(EMAIL, " ", "", null, CREATED), "name must not be blank");
        assertRejected(
                () -> new NewUser(EMAIL, "Ann", longestBio + "x", null, CREATED),
                "bio must have at most 1000 characters, has 1001");
        assertRejected(() -> new NewUser(EMAIL, "Ann", null, null, CREATED), "bio is required");
    }

    @Test
    void rejectsVersionBelow1AndNull() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ANN.withVersion(0))
                .withMessageContaining("0");
        assertThatNullPointerException().isThrownBy(() -> ANN.withEmail(null));
        assertNullRejected("role", () -> ANN.withRole(null));
        assertNullRejected("email", () -> new NewUser(null, "Ann", "", null, CREATED));
        assertThatNullPointerException().isThrownBy(() -> new NewUser(EMAIL, "Ann", "", null, null));
        assertNullRejected("id", () -> new NewUser(EMAIL, "Ann", "", null, CREATED).toUser(null));
    }
}
