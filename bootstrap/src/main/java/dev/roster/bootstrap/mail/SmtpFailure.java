package dev.roster.bootstrap.mail;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Why a mail was not handed over, in one short line. */
final class SmtpFailure {

    private static final int MAX_LENGTH = 200;
    private static final Pattern REPLY = Pattern.compile("[2-5]\\d\\d[ -].*", Pattern.DOTALL);

    private SmtpFailure() {}

    /**
     * What the server answered, else what went wrong on the way there.
     *
     * @param secrets shown as dots: servers quote from what they refuse
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
            return "user name or password refused: " + failed.getMessage();
        }
        if (failed instanceof MessagingException told) {
            // What is said of the recipient comes below a general remark, and an I/O fault below the command it broke.
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
        // Others than these may say anything.
        return failed instanceof IOException
                ? String.valueOf(failed.getMessage())
                : failed.getClass().getSimpleName();
    }

    private static boolean isReply(MessagingException told) {
        return told.getMessage() != null && REPLY.matcher(told.getMessage()).matches();
    }
}
