package dev.roster.bootstrap;

import dev.roster.application.port.EmailService;
import dev.roster.application.port.MessageId;
import dev.roster.application.port.OneTimeSecret;
import dev.roster.domain.EmailAddress;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivers mails to the log, without what is secret in them. Thread-safe. */
final class LogEmailService implements EmailService {

    private static final Logger LOG = LoggerFactory.getLogger(LogEmailService.class);

    @Override
    public void sendVerificationEmail(
            MessageId id, EmailAddress to, String name, OneTimeSecret token, Instant expiresAt) {
        LOG.info("verification mail {} to {}, good until {}", id, to, expiresAt);
    }
}
