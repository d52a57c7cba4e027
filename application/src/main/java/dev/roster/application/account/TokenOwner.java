package dev.roster.application.account;

import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.application.port.security.OneTimeToken.Purpose;
import dev.roster.application.port.security.TokenHash;
import dev.roster.application.port.storage.UnitOfWork;
import dev.roster.domain.user.User;
import java.time.Instant;

/** The user to whom a one-time token was mailed. */
final class TokenOwner {

    private TokenOwner() {}

    /**
     * Uses a token up, and locks its owner, so that no concurrent change relies on the password, the mailbox or the
     * creator from before. The lock comes first, as in other changes of users and their tokens: otherwise two changes
     * could wait for each other.
     *
     * @throws InvalidOneTimeTokenException if the token does not exist, was used, or has expired
     */
    static User consume(UnitOfWork unit, String token, Purpose purpose, Instant now) {
        TokenHash hash = TokenHash.of(new OneTimeSecret(token));
        return unit.oneTimeTokens()
                .find(hash, purpose, now)
                .flatMap(unit.users()::lock)
                .filter(owner ->
                        unit.oneTimeTokens().consume(hash, purpose, now).isPresent())
                .orElseThrow(InvalidOneTimeTokenException::new);
    }
}
