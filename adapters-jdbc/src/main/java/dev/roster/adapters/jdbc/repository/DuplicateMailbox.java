package dev.roster.adapters.jdbc.repository;

import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.UserId;

/**
 * A user whose mailbox belongs to another user, since before the key of email addresses had all spellings of a mailbox
 * in common. The user is kept, but not found by email address.
 *
 * @param user the user that is not found
 * @param holder the user that is found
 */
public record DuplicateMailbox(UserId user, UserId holder) {

    /**
     * Returns the stored key of a duplicate, which is unique and no key of an email address: these have no {@code #}
     * after the {@code @}.
     */
    public static String key(EmailAddress email, UserId user) {
        return email.key() + "#" + user;
    }

    @Override
    public String toString() {
        return "user " + user + " has the same mailbox as user " + holder;
    }
}
