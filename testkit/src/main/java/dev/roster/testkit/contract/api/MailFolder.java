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
 * The mails that a server writes to a folder, each to a file {@code *.eml}, in any encoding that mail has. A token is what
 * follows {@code verify-email?token=} or {@code reset-password?token=} in a link, wherever the link leads. Reads each file
 * once, and again if it changes. Safe for use by many threads.
 *
 * <p>Needs {@code org.eclipse.angus:jakarta.mail} among the test dependencies.
 */
public final class MailFolder implements Mailbox {

    private static final Map<Kind, Pattern> LINKS =
            Map.of(Kind.VERIFICATION, link("verify-email"), Kind.PASSWORD_RESET, link("reset-password"));

    private final Path folder;
    private final Map<Path, Mail> read = new ConcurrentHashMap<>();

    /**
     * Looks at nothing yet.
     *
     * @param folder without a mail as long as it is not there
     */
    public MailFolder(Path folder) {
        OptionalLibrary.require("jakarta.mail.internet.MimeMessage", "org.eclipse.angus:jakarta.mail");
        this.folder = folder;
    }

    private static Pattern link(String page) {
        // What ends a sentence or stands around a link in HTML is no part of it.
        return Pattern.compile("/" + page + "\\?token=([^\\s\"'<>&#]*[^\\s\"'<>&#.,;:!?)])");
    }

    @Override
    public Capability readable() {
        return Capability.supported();
    }

    @Override
    public List<String> tokens(Kind kind, String to) {
        Pattern link = Optional.ofNullable(LINKS.get(kind))
                .orElseThrow(() -> new IllegalArgumentException("no mail of kind " + kind + " has a token"));
        List<String> tokens = new ArrayList<>();
        for (Mail mail : mails()) {
            if (mail.recipients().contains(to)) {
                // Twice in one mail, as text and as HTML, is once.
                link.matcher(mail.text())
                        .results()
                        .map((MatchResult found) -> URLDecoder.decode(found.group(1), StandardCharsets.UTF_8))
                        .distinct()
                        .forEach(tokens::add);
            }
        }
        return tokens;
    }

    /** Where they are. */
    public Path folder() {
        return folder;
    }

    /** All mails as they are stored, in the order of their names. */
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

    /** The oldest first; of one instant, in the order of their names. */
    private List<Mail> mails() {
        List<Mail> mails = new ArrayList<>();
        try {
            for (Path file : files()) {
                try {
                    mails.add(mail(file));
                } catch (NoSuchFileException gone) {
                    // Somebody tidied up.
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

    /** What a mail says, once its encodings are undone. */
    private record Mail(FileTime written, long size, List<String> recipients, String text) {

        static Mail read(Path file, BasicFileAttributes attributes) throws IOException {
            try (InputStream source = Files.newInputStream(file)) {
                MimeMessage message = new MimeMessage((Session) null, source);
                return new Mail(attributes.lastModifiedTime(), attributes.size(), recipients(message), text(message));
            } catch (MessagingException partly) {
                // A server may take its time to write it; when it goes on, the size is another.
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
                // Links are ASCII, in whatever character set the rest is.
                return new String(decoded.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }
}
