package dev.roster.domain.user;

import static dev.roster.domain.Rejections.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.roster.domain.PageRequest;
import dev.roster.domain.Violations;
import org.junit.jupiter.api.Test;

class ViolationsTest {

    @Test
    void collectsViolationsInOrder() {
        Violations faults = new Violations();

        EmailAddress email = faults.collect(() -> new EmailAddress("nobody"));
        String name = faults.collect(() -> User.NAME_RULE.require("Ann"));
        PageRequest page = faults.collect(() -> new PageRequest(0, 0));
        Password password = faults.collect(() -> new Password("short"));

        assertThat(email).isNull();
        assertThat(name).isEqualTo("Ann");
        assertThat(page).isNull();
        assertThat(password).isNull();
        assertRejected(
                faults::throwIfAny,
                "email must be an email address, such as name@example.com",
                "page must be from 1 to 2147483647, was 0",
                "size must be from 1 to 100, was 0",
                "password must have 8 to 128 characters, has 5");
    }

    @Test
    void throwsNothingWithoutViolations() {
        Violations faults = new Violations();

        assertThat(faults.collect(() -> new UserId(1))).isEqualTo(new UserId(1));
        assertThatCode(faults::throwIfAny).doesNotThrowAnyException();
    }

    @Test
    void propagatesOtherExceptions() {
        Violations faults = new Violations();

        assertThatIllegalStateException()
                .isThrownBy(() -> faults.collect(() -> {
                    throw new IllegalStateException("not a violation");
                }));
        assertThatCode(faults::throwIfAny).doesNotThrowAnyException();
    }
}
