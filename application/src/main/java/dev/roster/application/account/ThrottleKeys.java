package dev.roster.application.account;

import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.HashFunction;
import dev.roster.domain.user.EmailAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Names of the accounts under which the throttle counts. Each counter has a prefix of its own, so that no text that a
 * client submits to one counter can change another ({@code account.counters-independent}).
 */
final class ThrottleKeys {

    private ThrottleKeys() {}

    /**
     * Returns the key that counts failed logins of one client to one account.
     *
     * @param email as typed; need not be an email address
     */
    static String ofLogin(String email, ClientAddress from) {
        return "login:" + from.network() + " " + account(email);
    }

    /**
     * Returns the key that counts failed logins of all clients to one account.
     *
     * @param email as typed; need not be an email address
     */
    static String ofAccount(String email) {
        return "account:" + account(email);
    }

    /** Returns the key that counts failed logins with one login hint. */
    static String ofHint(String hint) {
        return "hint:" + HashFunction.SHA_256.hex(hint.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the key that counts requests for mails to a mailbox. */
    static String ofMail(EmailAddress to) {
        return "mail:" + to.key();
    }

    /** Returns the key that counts notices to a mailbox. */
    static String ofNotice(EmailAddress to) {
        return "notice:" + to.key();
    }

    private static String account(String email) {
        return EmailAddress.parse(email)
                .map(EmailAddress::key)
                .orElseGet(() -> email.strip().toLowerCase(Locale.ROOT));
    }
}
