package dev.roster.bootstrap.library;

import dev.roster.adapters.http.HttpSettings;
import dev.roster.adapters.jdbc.Database;
import dev.roster.bootstrap.Roster;
import dev.roster.bootstrap.RosterBuilder;
import dev.roster.bootstrap.mail.MailSettings;
import dev.roster.testkit.fake.FastPasswordHasher;
import dev.roster.testkit.fake.InMemoryEmailService;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** Program that uses the service as a library, and reports what happens as a text. */
public final class LibraryUse implements UnaryOperator<String> {

    private static final byte[] SECRET = new byte[32];

    /** Runs the use with that name. */
    @Override
    public String apply(String use) {
        try {
            return switch (use) {
                case "h2" -> start(on("jdbc:h2:mem:library"));
                case "postgres" -> start(on("postgresql://u:p@localhost:1/none"));
                case "postgres-options" ->
                    Database.parse("postgresql://u:p@localhost:1/none?connect_timeout=1")
                            .toString();
                case "hasher" ->
                    start(RosterBuilder.on(Database.parse("jdbc:h2:mem:library"))
                            .mail(new InMemoryEmailService()));
                case "mail" -> MailSettings.toFolder(Path.of("mails")).toString();
                case "docs" -> docs();
                default -> throw new IllegalArgumentException(use);
            };
        } catch (RuntimeException failed) {
            return failed.getClass().getSimpleName() + ": " + failed.getMessage();
        }
    }

    /** Returns a builder that uses neither the default hasher nor Roster's own mails. */
    private static RosterBuilder on(String url) {
        return RosterBuilder.on(Database.parse(url))
                .passwordHasher(new FastPasswordHasher())
                .mail(new InMemoryEmailService())
                .accessTokenSecret(SECRET);
    }

    private static String start(RosterBuilder builder) {
        try (Roster roster = builder.start()) {
            return roster.storage();
        }
    }

    private static String docs() {
        RosterBuilder builder = on("jdbc:h2:mem:library");
        try (Roster roster = builder.http(HttpSettings.on("127.0.0.1", 0)).start()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(roster.baseUri() + "/docs"))
                    .header("Accept", "text/html, */*")
                    .build();
            HttpResponse<String> response =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            return response.statusCode() + " " + response.body();
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
