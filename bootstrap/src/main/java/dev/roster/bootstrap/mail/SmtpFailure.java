package dev.roster.bootstrap.mail;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

/** Describes in one short line why a mail was not sent, and whether a later attempt may succeed. */
final class SmtpFailure {

    private static final int MAX_LENGTH = 200;
    private static final Pattern REPLY = Pattern.compile("[2-5]\\d\\d[ -].*", Pattern.DOTALL);

    private SmtpFailure() {}

    /**
     * Returns the server's reply if there is one, otherwise the cause of the failure.
     *
     * @param secrets texts to replace with dots, because servers may quote what they reject
     */
    static String reason(Throwable failed, List<String> secrets) {
        String reason = HeaderText.oneLine(describe(failed)).strip();
        for (String secret : secrets) {
            reason = reason.replace(secret, "...");
        }
        return reason.codePointCount(0, reason.length()) > MAX_LENGTH
                ? reason.substring(0, reason.offsetByCodePoints(0, MAX_LENGTH)) + "..."
                : reason;
    }

    /**
     * Returns whether the server rejected the mail or its recipient with a reply from 500 to 599 (RFC 5321, 4.2.1). A
     * reply of this class to the connection, to EHLO or to the credentials is temporary: it concerns all mails, and an
     * operator can correct the settings.
     */
    static boolean isPermanent(Throwable failed) {
        if (failed instanceof Utf8UnsupportedException) {
            return true;
        }
        if (failed instanceof SMTPAddressFailedException rejected) {
            return isPermanent(rejected.getReturnCode());
        }
        if (failed instanceof SMTPSenderFailedException rejected) {
            return isPermanent(rejected.getReturnCode());
        }
        // A rejected recipient is in the next exception, with a reply code of its own.
        if (failed instanceof MessagingException told && told.getNextException() instanceof MessagingException below) {
            return isPermanent(below);
        }
        return failed instanceof SMTPSendFailedException rejected && isPermanent(rejected.getReturnCode());
    }

    private static boolean isPermanent(int reply) {
        return reply >= 500 && reply <= 599;
    }

    private static String describe(Throwable failed) {
        if (failed instanceof AuthenticationFailedException) {
            return "user name or password rejected: " + failed.getMessage();
        }
        if (failed instanceof MessagingException told) {
            // The specific reason, such as a rejected recipient or an I/O error, is in the next exception.
            Exception below = told.getNextException();
            if (below != null && !isReply(told)) {
                return describe(below);
            }
            return String.valueOf(told.getMessage());
        }
        if (failed instanceof UnknownHostException) {
            return "no such host";
        }
        if (failed instanceof SocketTimeoutException) {
            return "no answer in time";
        }
        if (failed instanceof SSLException) {
            return "TLS failed: " + failed.getMessage();
        }
        // The messages of other exceptions may contain secrets.
        return failed instanceof IOException
                ? String.valueOf(failed.getMessage())
                : failed.getClass().getSimpleName();
    }

    private static boolean isReply(MessagingException told) {
        return told.getMessage() != null && REPLY.matcher(told.getMessage()).matches();
    }

    /** The mail requires the extension SMTPUTF8, which the server does not offer (RFC 6531, 3.2). */
    static final class Utf8UnsupportedException extends MessagingException {

        private static final long serialVersionUID = 1L;

        Utf8UnsupportedException() {
            super("the server does not accept addresses beyond ASCII (SMTPUTF8)");
        }
    }
}
