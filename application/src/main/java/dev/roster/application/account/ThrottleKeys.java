package dev.roster.application.account;

import dev.roster.domain.user.EmailAddress;
import java.util.Locale;

/**
 * Names of the accounts under which the throttle counts. Each counter has a prefix of its own, so that no text that a
 * client submits to one counter can change another ({@code account.counters-independent}).
 */
final class ThrottleKeys {

    private ThrottleKeys() {}

    /**
     * Returns the key that counts failed logins.
     *
     * @param email as typed; need not be an email address
     */
    static String ofLogin(String email) {
        return "login:"
                + EmailAddress.parse(email)
                        .map(EmailAddress::key)
                        .orElseGet(() -> email.strip().toLowerCase(Locale.ROOT));
    }

    /** Returns the key that counts failed logins of a user. */
    static String ofLogin(EmailAddress email) {
        return "login:" + email.key();
    }

    /** Returns the key that counts requests for mails to a mailbox. */
    static String ofMail(EmailAddress to) {
        return "mail:" + to.key();
    }

    /** Returns the key that counts notices to a mailbox. */
    static String ofNotice(EmailAddress to) {
        return "notice:" + to.key();
    }
}
