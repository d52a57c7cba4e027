package dev.roster.application.account;

import dev.roster.application.port.security.PasswordBlocklist;
import dev.roster.domain.InvalidValueException;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.Password;

/** Rejects new passwords that are easy to guess for an account. Passwords that are in use go on working. */
final class PasswordPolicy {

    private final PasswordBlocklist blocked;

    PasswordPolicy(PasswordBlocklist blocked) {
        this.blocked = blocked;
    }

    /**
     * @param email the email address of the account
     * @throws InvalidValueException for the field {@code password} if it is a spelling of the email address, or blocked
     */
    void require(Password password, EmailAddress email) {
        if (isSpellingOf(email, password.value())) {
            throw new InvalidValueException("password", "must not be the email address of the account");
        }
        if (blocked.contains(password)) {
            throw new InvalidValueException("password", "must not be one of the passwords that are often guessed");
        }
    }

    /** Returns whether the text is a spelling of the mailbox. */
    static boolean isSpellingOf(EmailAddress email, String text) {
        return EmailAddress.parse(text).filter(email::sameAccountAs).isPresent()
                || text.strip().equalsIgnoreCase(email.value());
    }
}
