package dev.roster.bootstrap.mail;

import dev.roster.application.port.delivery.DeliveryFailedException;
import dev.roster.bootstrap.secrets.OwnerOnlyFiles;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Email service that writes each mail to a file, for use without a mail server.
 *
 * <p>Only their owner can access the files and a folder that this service creates. A file appears under its name only
 * when it is complete; file names sort by time. Thread-safe.
 */
public final class FolderEmailService extends MimeEmailService {

    private static final Logger LOG = LoggerFactory.getLogger(FolderEmailService.class);

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss.SSSSSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Path folder;
    private final InstantSource clock;
    private Instant lastTimestamp = Instant.EPOCH;

    /**
     * Creates a service that writes to the given folder.
     *
     * @param folder created with the first mail if it does not exist
     * @param clock source of the times in file names
     */
    public FolderEmailService(Path folder, MailComposer messages, InstantSource clock) {
        super(messages);
        this.folder = folder.toAbsolutePath().normalize();
        this.clock = clock;
    }

    @Override
    void deliver(Mail mail) {
        Path file = folder.resolve(TIME.format(nextTimestamp()) + "-" + mail.id() + ".eml");
        try {
            OwnerOnlyFiles.createDirectories(folder);
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            withoutTransferEncoding(mail.message()).writeTo(content);
            OwnerOnlyFiles.create(file, content.toByteArray());
        } catch (IOException | MessagingException failed) {
            throw new DeliveryFailedException(
                    "the mail cannot be written to the folder " + folder + " ("
                            + failed.getClass().getSimpleName() + ")",
                    failed);
        }
        LOG.info("{} is in {}", mail, file);
    }

    /** Removes transfer encodings from the parts: only servers need them, and they break links. */
    private static MimeMessage withoutTransferEncoding(MimeMessage message) throws IOException, MessagingException {
        MimeMultipart parts = (MimeMultipart) message.getContent();
        for (int i = 0; i < parts.getCount(); i++) {
            parts.getBodyPart(i).setHeader("Content-Transfer-Encoding", "8bit");
        }
        return message;
    }

    /** Returns a later time with each call, so that no file replaces another. */
    private synchronized Instant nextTimestamp() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        lastTimestamp = now.isAfter(lastTimestamp) ? now : lastTimestamp.plus(1, ChronoUnit.MICROS);
        return lastTimestamp;
    }
}
