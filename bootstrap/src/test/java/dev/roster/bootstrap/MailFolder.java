package dev.roster.bootstrap;

import dev.roster.testkit.conformance.Capability;
import dev.roster.testkit.contract.RosterApiContract.Mailbox;
import dev.roster.testkit.fake.InMemoryEmailService.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folder to which a service without a mail server writes its mails. */
record MailFolder(Path folder) implements Mailbox {

    private static final Map<Kind, Pattern> LINKS = Map.of(
            Kind.VERIFICATION, Pattern.compile("^https?://\\S+/verify-email\\?token=([\\w-]+)$", Pattern.MULTILINE),
            Kind.PASSWORD_RESET,
                    Pattern.compile("^https?://\\S+/reset-password\\?token=([\\w-]+)$", Pattern.MULTILINE));

    @Override
    public Capability readable() {
        return Capability.supported();
    }

    @Override
    public List<String> tokens(Kind kind, String to) {
        Pattern link = LINKS.getOrDefault(kind, Pattern.compile("$^"));
        return mails().filter(mail -> mail.contains("<" + to + ">") || mail.contains("To: " + to + "\r\n"))
                .flatMap(mail -> link.matcher(mail.replace("\r\n", "\n")).results())
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    /** All mails, the oldest first. */
    Stream<String> mails() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".eml")).sorted().toList().stream()
                    .map(MailFolder::read);
        } catch (NoSuchFileException noneYet) {
            return Stream.empty();
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static String read(Path mail) {
        try {
            return Files.readString(mail);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
