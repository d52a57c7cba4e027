package dev.roster.adapters.http.client;

import dev.roster.application.access.NotAllowedException;
import dev.roster.application.account.InvalidCredentialsException;
import dev.roster.application.account.TooManyAttemptsException;
import dev.roster.application.port.security.InvalidAccessTokenException;
import dev.roster.domain.InvalidValueException;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.EmailAlreadyExistsException;
import java.time.Duration;

/** The refusals of the server in the domain's words, each with the server's own account as its cause. */
final class ApiErrors {

    /** For a server that refuses for a while and does not say for how long. */
    private static final Duration A_WHILE = Duration.ofSeconds(1);

    private ApiErrors() {}

    /** Refuses who is calling. */
    static ApiResponse authenticated(ApiResponse answer) {
        if (answer.isError(401) && answer.error().equals("Invalid credentials")) {
            throw because(answer, new InvalidCredentialsException());
        }
        if (answer.status() == 401) {
            throw because(
                    answer,
                    new InvalidAccessTokenException("the directory refused the access token: " + answer.told()));
        }
        return answer;
    }

    /** Refuses what was asked for. */
    static ApiResponse allowed(ApiResponse answer) {
        if (answer.isError(403)) {
            throw because(answer, new NotAllowedException(answer.told()));
        }
        if (answer.isError(422)) {
            throw because(answer, new InvalidValueException(answer.violations()));
        }
        if (answer.isError(429)) {
            throw because(answer, new TooManyAttemptsException(waiting(answer)));
        }
        return answer;
    }

    /** Refuses an address, besides. */
    static ApiResponse allowed(ApiResponse answer, EmailAddress email) {
        if (answer.isError(400) && answer.error().equals("email already exists")) {
            throw because(answer, new EmailAlreadyExistsException(email));
        }
        return allowed(answer);
    }

    static <X extends RuntimeException> X because(ApiResponse answer, X refusal) {
        refusal.initCause(answer.account());
        return refusal;
    }

    private static Duration waiting(ApiResponse answer) {
        return answer.retryAfter().filter(wait -> !wait.isZero()).orElse(A_WHILE);
    }
}
