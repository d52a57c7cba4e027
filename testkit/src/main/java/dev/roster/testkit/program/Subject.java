package dev.roster.testkit.program;

import dev.roster.testkit.conformance.Capability;
import dev.roster.testkit.conformance.Declared;
import dev.roster.testkit.contract.ApiListener;
import dev.roster.testkit.contract.MailFolder;
import dev.roster.testkit.contract.RosterApiContract.Mailbox;
import dev.roster.testkit.fake.InMemoryEmailService.Kind;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** The server under test, and what opens more of it than its base URL. */
record Subject(
        URI baseUri,
        Mailbox mailbox,
        Declared<String> adminToken,
        Declared<String> allowedOrigin,
        ApiListener listener,
        LoginAttempts attempts) {

    /** As the options tell. */
    static Subject of(Options options, Secrets secrets, ApiListener listener, LoginAttempts attempts) {
        return new Subject(
                options.baseUrl(),
                options.mailDir()
                        .map(folder -> mailbox(folder, secrets))
                        .orElseGet(() -> Mailbox.unreadable(Option.MAIL_DIR.flag() + " is not given")),
                options.adminToken()
                        .map(Declared::as)
                        .orElseGet(() -> Declared.missing(Option.ADMIN_TOKEN.flag() + " is not given")),
                options.corsOrigin()
                        .filter(origin -> !origin.equals(Options.NO_ORIGIN))
                        .map(Declared::as)
                        .orElseGet(() -> Declared.missing("no origin is let in")),
                listener,
                attempts);
    }

    private static Mailbox mailbox(Path folder, Secrets secrets) {
        MailFolder mails = new MailFolder(folder);
        return new Mailbox() {
            @Override
            public Capability readable() {
                return mails.readable();
            }

            @Override
            public List<String> tokens(Kind kind, String to) throws Exception {
                List<String> tokens = mails.tokens(kind, to);
                tokens.forEach(secrets::add);
                return tokens;
            }
        };
    }
}
