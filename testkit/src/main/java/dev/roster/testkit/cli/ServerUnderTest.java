package dev.roster.testkit.cli;

import dev.roster.testkit.conformance.Capability;
import dev.roster.testkit.conformance.Provided;
import dev.roster.testkit.contract.api.ApiListener;
import dev.roster.testkit.contract.api.MailFolder;
import dev.roster.testkit.contract.api.RosterApiContract.Mailbox;
import dev.roster.testkit.fake.InMemoryEmailService.Kind;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** The server under test, with access to its mails, admin and origins as far as the options provide it. */
record ServerUnderTest(
        URI baseUri,
        Mailbox mailbox,
        Provided<String> adminToken,
        Provided<String> allowedOrigin,
        ApiListener listener,
        LoginAttemptPacer attempts) {

    /** Creates an instance from the options. */
    static ServerUnderTest of(Options options, SecretMask secrets, ApiListener listener, LoginAttemptPacer attempts) {
        return new ServerUnderTest(
                options.baseUrl(),
                options.mailDir()
                        .map(folder -> mailbox(folder, secrets))
                        .orElseGet(() -> Mailbox.unreadable(Option.MAIL_DIR.flag() + " is not given")),
                options.adminToken()
                        .map(Provided::of)
                        .orElseGet(() -> Provided.absent(Option.ADMIN_TOKEN.flag() + " is not given")),
                options.corsOrigin()
                        .filter(origin -> !origin.equals(Options.NO_ORIGIN))
                        .map(Provided::of)
                        .orElseGet(() -> Provided.absent("the server allows no origin")),
                listener,
                attempts);
    }

    private static Mailbox mailbox(Path folder, SecretMask secrets) {
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
