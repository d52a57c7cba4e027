package dev.roster.adapters.http.client;

import dev.roster.application.access.NotAllowedException;
import dev.roster.application.account.InvalidCredentialsException;
import dev.roster.application.account.TooManyAttemptsException;
import dev.roster.application.port.security.InvalidAccessTokenException;
import dev.roster.domain.InvalidValueException;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.EmailAlreadyExistsException;
import java.time.Duration;

/** Maps error responses to the port's exceptions, each with a {@link UserApiException} as its cause. */
final class ApiErrors {

    /** Used if the server sends no {@code Retry-After}. */
    private static final Duration DEFAULT_RETRY_AFTER = Duration.ofSeconds(1);

    private ApiErrors() {}

    /** Throws if the response is a 401. */
    static ApiResponse requireAuthenticated(ApiResponse answer) {
        if (answer.isError(401) && answer.error().equals("Invalid credentials")) {
            throw withCause(answer, new InvalidCredentialsException());
        }
        if (answer.status() == 401) {
            throw withCause(
                    answer,
                    new InvalidAccessTokenException("the directory rejected the token: " + answer.description()));
        }
        return answer;
    }

    /** Throws if the response is a 403, 422 or 429. */
    static ApiResponse requireAccepted(ApiResponse answer) {
        if (answer.isError(403)) {
            throw withCause(answer, new NotAllowedException(answer.description()));
        }
        if (answer.isError(422)) {
            throw withCause(answer, new InvalidValueException(answer.violations()));
        }
        return requireWithinLimits(answer);
    }

    /** Throws if the response is a 429. */
    static ApiResponse requireWithinLimits(ApiResponse answer) {
        if (answer.isError(429)) {
            throw withCause(answer, new TooManyAttemptsException(retryAfter(answer)));
        }
        return answer;
    }

    /** Throws in the same cases, and if the email address is already taken. */
    static ApiResponse requireAccepted(ApiResponse answer, EmailAddress email) {
        if (answer.isError(400) && answer.error().equals("email already exists")) {
            throw withCause(answer, new EmailAlreadyExistsException(email));
        }
        return requireAccepted(answer);
    }

    static <X extends RuntimeException> X withCause(ApiResponse answer, X refusal) {
        refusal.initCause(answer.toException());
        return refusal;
    }

    private static Duration retryAfter(ApiResponse answer) {
        return answer.retryAfter().filter(wait -> !wait.isZero()).orElse(DEFAULT_RETRY_AFTER);
    }
}
