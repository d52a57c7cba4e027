package dev.roster.testkit.faulty.delivery;

import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import dev.roster.testkit.contract.delivery.EmailServiceContract.Received;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Planted faults in the composition and parsing of mails. Each is planted in correct mails. */
public enum MailTextFaults implements PlantedFault {
    @Fault("Sends a copy of each mail to an archive.")
    COPY_SENT_TO_OTHERS("mail.received-as-sent"),
    @Fault("Sends mails to another recipient.")
    OTHER_RECIPIENT("mail.received-as-sent"),
    @Fault("Replaces all characters outside of ASCII by question marks.")
    CONVERTED_TO_ASCII("mail.unicode-preserved"),
    @Fault("Loses the parts of a name that look like markup.")
    MARKUP_NOT_ESCAPED("mail.unicode-preserved"),
    @Fault("Escapes markup in plain text.")
    MARKUP_ESCAPED_IN_TEXT("mail.unicode-preserved"),
    @Fault("Decodes parts of a name that look like an encoded word.")
    ENCODED_WORD_DECODED("mail.unicode-preserved"),
    @Fault("Loses characters outside of the basic plane.")
    SURROGATES_LOST("mail.unicode-preserved"),
    @Fault("Ends a header at a line break in the name.")
    HEADER_ENDED_BY_CRLF("mail.no-header-injection"),
    @Fault("Ends a header at a line feed in the name.")
    HEADER_ENDED_BY_LF("mail.no-header-injection"),
    @Fault("Ends a header at a carriage return in the name.")
    HEADER_ENDED_BY_CR("mail.no-header-injection"),
    @Fault("Sends a blind copy to an address in the name.")
    BLIND_COPY_INJECTED("mail.no-header-injection");

    @SuppressWarnings("ImmutableEnumChecker") // the list is immutable
    private final List<String> clauses;

    MailTextFaults(String... clauses) {
        this.clauses = List.of(clauses);
    }

    @Override
    public List<String> clauses() {
        return clauses;
    }

    public Received received(Received mail) {
        return switch (this) {
            case COPY_SENT_TO_OTHERS -> with(mail, List.of(mail.recipients().get(0), "archive@example.com"));
            case OTHER_RECIPIENT -> with(mail, List.of("x" + mail.recipients().get(0)));
            case CONVERTED_TO_ASCII -> with(mail, mail.text().replaceAll("[^\\p{ASCII}]", "?"));
            case MARKUP_NOT_ESCAPED -> with(mail, mail.text().replaceAll("<[^>]*>", ""));
            case MARKUP_ESCAPED_IN_TEXT ->
                with(mail, mail.text().replace("&", "&amp;").replace("<", "&lt;"));
            case ENCODED_WORD_DECODED -> with(mail, mail.text().replace("=?utf-8?q?x?=", "x"));
            case SURROGATES_LOST -> with(mail, mail.text().replaceAll("[^\\x{0}-\\x{FFFF}]", ""));
            case HEADER_ENDED_BY_CRLF -> injected(mail, "\r\n");
            case HEADER_ENDED_BY_LF -> injected(mail, "(?<!\r)\n");
            case HEADER_ENDED_BY_CR -> injected(mail, "\r(?!\n)");
            case BLIND_COPY_INJECTED ->
                mail.text().contains("Bcc: eve@example.com")
                        ? with(mail, List.of(mail.recipients().get(0), "eve@example.com"))
                        : mail;
        };
    }

    private static Received with(Received mail, List<String> recipients) {
        return new Received(recipients, mail.messageId(), mail.headers(), mail.text());
    }

    private static Received with(Received mail, String text) {
        return new Received(mail.recipients(), mail.messageId(), mail.headers(), text);
    }

    /** Simulates a header that contains the name: text after a line break becomes the next header. */
    private static Received injected(Received mail, String lineEnd) {
        Set<String> headers = new TreeSet<>(Set.of("To"));
        List<String> lines = new ArrayList<>(List.of(mail.text().split(lineEnd, -1)));
        lines.stream().skip(1).filter(line -> line.contains(": ")).forEach(line -> headers.add(line.split(":", 2)[0]));
        return new Received(mail.recipients(), mail.messageId(), headers, mail.text());
    }
}
