package dev.roster.bootstrap.mail;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Describes in one short line why a mail was not sent. */
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
}
