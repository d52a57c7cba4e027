package dev.roster.testkit.contract.api;

import dev.roster.testkit.conformance.Capability;
import dev.roster.testkit.conformance.OptionalLibrary;
import dev.roster.testkit.contract.api.RosterApiContract.Mailbox;
import dev.roster.testkit.fake.InMemoryEmailService.Kind;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Mailbox that reads the mails a server writes to a folder as files {@code *.eml}. It decodes every mail encoding.
 *
 * <p>A token is the text after {@code verify-email?token=} or {@code reset-password?token=} in a link to any host. Each
 * file is read once, and again after it changes. Safe for use by multiple threads.
 *
 * <p>Requires {@code org.eclipse.angus:jakarta.mail} as a test dependency.
 */
public final class MailFolder implements Mailbox {

    private static final Map<Kind, Pattern> LINKS =
            Map.of(Kind.VERIFICATION, link("verify-email"), Kind.PASSWORD_RESET, link("reset-password"));

    private final Path folder;
    private final Map<Path, Mail> read = new ConcurrentHashMap<>();

    /**
     * Creates a mailbox without reading the folder.
     *
     * @param folder may not exist yet; the mailbox is then empty
     */
    public MailFolder(Path folder) {
        OptionalLibrary.require("jakarta.mail.internet.MimeMessage", "org.eclipse.angus:jakarta.mail:2.0.5");
        this.folder = folder;
    }

    private static Pattern link(String page) {
        // Excludes closing punctuation and HTML markup around the link.
        return Pattern.compile("/" + page + "\\?token=([^\\s\"'<>&#]*[^\\s\"'<>&#.,;:!?)])");
    }

    @Override
    public Capability readable() {
        return Capability.supported();
    }

    @Override
    public List<String> tokens(Kind kind, String to) {
        Pattern link = Optional.ofNullable(LINKS.get(kind))
                .orElseThrow(() -> new IllegalArgumentException("mails of kind " + kind + " contain no token"));
        List<String> tokens = new ArrayList<>();
        for (Mail mail : mails()) {
            if (mail.recipients().contains(to)) {
                // A mail contains the link twice: as text and as HTML.
                link.matcher(mail.text())
                        .results()
                        .map((MatchResult found) -> URLDecoder.decode(found.group(1), StandardCharsets.UTF_8))
                        .distinct()
                        .forEach(tokens::add);
            }
        }
        return tokens;
    }

    @Override
    public List<String> texts(String to) {
        return mails().stream()
                .filter(mail -> mail.recipients().contains(to))
                .map(Mail::text)
                .toList();
    }

    /** Returns the folder. */
    public Path folder() {
        return folder;
    }

    /** Returns the source of all mails, in the order of their file names. */
    public Stream<String> rawMails() {
        try {
            List<String> sources = new ArrayList<>();
            for (Path file : files()) {
                sources.add(Files.readString(file));
            }
            return sources.stream();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".eml"))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException noneYet) {
            return List.of();
        }
    }

    /** Returns all mails, oldest first; mails of the same instant in the order of their file names. */
    private List<Mail> mails() {
        List<Mail> mails = new ArrayList<>();
        try {
            for (Path file : files()) {
                try {
                    mails.add(mail(file));
                } catch (NoSuchFileException gone) {
                    // Deleted in the meantime.
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        mails.sort(Comparator.comparing(Mail::written));
        return mails;
    }

    private Mail mail(Path file) throws IOException {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        Mail known = read.get(file);
        if (known != null && known.written().equals(now.lastModifiedTime()) && known.size() == now.size()) {
            return known;
        }
        Mail mail = Mail.read(file, now);
        read.put(file, mail);
        return mail;
    }

    private record Mail(FileTime written, long size, List<String> recipients, String text) {

        static Mail read(Path file, BasicFileAttributes attributes) throws IOException {
            try (InputStream source = Files.newInputStream(file)) {
                MimeMessage message = new MimeMessage((Session) null, source);
                return new Mail(
                        attributes.lastModifiedTime(),
                        attributes.size(),
                        recipients(message),
                        headers(message) + text(message));
            } catch (MessagingException partly) {
                // Incomplete: read again once the server has written more and the size has changed.
                return new Mail(attributes.lastModifiedTime(), attributes.size(), List.of(), "");
            }
        }

        private static List<String> recipients(MimeMessage message) throws MessagingException {
            String header = message.getHeader("To", ",");
            return header == null
                    ? List.of()
                    : Stream.of(InternetAddress.parseHeader(header, false))
                            .map(address -> address.getAddress().toLowerCase(Locale.ROOT))
                            .toList();
        }

        /** Returns the subject and the names of the recipients. */
        private static String headers(MimeMessage message) throws MessagingException {
            StringBuilder shown = new StringBuilder();
            shown.append(message.getSubject()).append('\n');
            String to = message.getHeader("To", ",");
            for (InternetAddress address : InternetAddress.parseHeader(to == null ? "" : to, false)) {
                shown.append(address.getPersonal()).append('\n');
            }
            return shown.toString();
        }

        private static String text(Part part) throws MessagingException, IOException {
            if (part.isMimeType("multipart/*") && part.getContent() instanceof Multipart parts) {
                StringBuilder all = new StringBuilder();
                for (int i = 0; i < parts.getCount(); i++) {
                    all.append(text(parts.getBodyPart(i))).append('\n');
                }
                return all.toString();
            }
            if (!part.isMimeType("text/*")) {
                return "";
            }
            try (InputStream decoded = part.getInputStream()) {
                // Links are ASCII in every character set.
                return new String(decoded.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }
}
