package dev.roster.application.account;

import dev.roster.application.port.security.ClientAddress;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.security.LoginThrottle.Admitted;
import dev.roster.application.port.security.LoginThrottle.Rejected;
import dev.roster.domain.user.EmailAddress;

/**
 * Limits the mails to one mailbox, so that no request floods it. Mails are throttled like failed logins, but counted
 * apart from them, in two counters for each mailbox: mails that anyone can cause, and notices to a user. Otherwise a
 * stranger could suppress a notice by causing other mails first.
 */
final class MailAdmission {

    private final LoginThrottle throttle;

    MailAdmission(LoginThrottle throttle) {
        this.throttle = throttle;
    }

    /** Returns whether a mail that anyone can request may be sent now. */
    boolean admitsMail(EmailAddress to, ClientAddress from) {
        return throttle.admit(ThrottleKeys.ofMail(to), from) instanceof Admitted;
    }

    /**
     * Requires that a mail may be sent now.
     *
     * @param from the client address to count; unknown if the request is counted already
     * @throws TooManyAttemptsException if there were too many mails to this mailbox
     */
    void requireMail(EmailAddress to, ClientAddress from) {
        if (throttle.admit(ThrottleKeys.ofMail(to), from) instanceof Rejected refused) {
            throw new TooManyAttemptsException(refused.retryAfter());
        }
    }

    /** Undoes {@link #requireMail}: no mail is sent. */
    void releaseMail(EmailAddress to) {
        throttle.release(ThrottleKeys.ofMail(to));
    }

    /** Returns whether a notice may be sent now. False only if the user got other notices shortly before. */
    boolean admitsNotice(EmailAddress to) {
        return throttle.admit(ThrottleKeys.ofNotice(to), ClientAddress.UNKNOWN) instanceof Admitted;
    }
}
