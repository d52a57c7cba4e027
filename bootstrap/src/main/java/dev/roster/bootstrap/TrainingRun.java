package dev.roster.bootstrap;

import dev.roster.adapters.jdbc.Database;
import dev.roster.adapters.jdbc.JooqStorage;
import dev.roster.application.port.storage.StorageUnavailableException;
import dev.roster.bootstrap.cli.ExitCode;
import dev.roster.bootstrap.config.Config;
import dev.roster.bootstrap.config.SettingsReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** A short session on a temporary database, in which the JVM records the classes in use. See {@link ClassArchive}. */
final class TrainingRun {

    /** Nothing listens there: connecting to it loads the client classes without a server. */
    private static final String UNREACHABLE_ADDRESS = "127.0.0.1:1";

    /** Name prefixes of classes that a start uses but this session does not. */
    private static final List<String> CLASSES_LOADED_BY_NAME = List.of(
            "dev/roster/bootstrap/Main",
            "org/postgresql/core/",
            "org/postgresql/hostchooser/",
            "org/postgresql/jdbc/",
            "org/postgresql/plugin/",
            "org/postgresql/util/",
            "org/postgresql/shaded/com/ongres/");

    private static final int ROUNDS = 20;

    private TrainingRun() {}

    public static void main(String[] args) throws IOException {
        OutOfMemoryExit.install();
        Path directory = Files.createTempDirectory("roster-training");
        try {
            loadPostgresDriver();
            loadClassesByName();
            Map<String, String> settings = Map.of(
                    "HTTP_PORT",
                    "0",
                    "MANAGEMENT_PORT",
                    "0",
                    "DATABASE_URL",
                    "jdbc:h2:file:" + directory.resolve("roster"),
                    "REDIS_URL",
                    "redis://" + UNREACHABLE_ADDRESS,
                    "MAIL_DIR",
                    directory.resolve("mails").toString());
            Config config = SettingsReader.read(Map.of(), settings, true, List.of());
            try (Roster first = Roster.start(config)) {
                request(first, "GET", "/health/ready", "", "");
            }
            try (Roster roster = Roster.start(config)) { // again: most starts find a migrated database
                callApi(roster);
            }
        } finally {
            delete(directory);
        }
        System.exit(ExitCode.SUCCESS);
    }

    private static void callApi(Roster roster) throws IOException {
        try (InputStream metrics = roster.metricsUri().orElseThrow().toURL().openStream()) {
            metrics.readAllBytes();
        }
        String login = "{\"email\":\"ann@example.com\",\"password\":\"correct horse battery\"";
        String session = request(roster, "POST", "/auth/register", login + ",\"name\":\"Ann\"}", "");
        String token = session.replaceFirst("(?s).*\"access_token\":\"([^\"]+)\".*", "$1");
        request(roster, "POST", "/auth/login", login + "}", "");
        for (int i = 0; i < ROUNDS; i++) {
            request(roster, "GET", "/health/ready", "", "");
            request(roster, "GET", "/users/1", "", "");
            request(roster, "GET", "/users/me", "", token);
            request(roster, "POST", "/posts", "{\"title\":\"Hello\",\"content\":\"World\"}", token);
            request(roster, "POST", "/posts/1/comments", "{\"content\":\"Welcome\"}", token);
            request(roster, "GET", "/posts", "", "");
            request(roster, "GET", "/posts/1", "", "");
            request(roster, "GET", "/nothing", "", "");
        }
    }

    /** Returns the body of the response; a rejection is a response as well. */
    private static String request(Roster roster, String method, String path, String body, String token)
            throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(roster.baseUri() + path).toURL().openConnection();
        connection.setRequestMethod(method);
        if (!token.isEmpty()) {
            connection.setRequestProperty("Authorization", "Bearer " + token);
        }
        if (!body.isEmpty()) {
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", "application/json");
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body.getBytes(StandardCharsets.UTF_8));
            }
        }
        try (var in = connection.getResponseCode() < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void loadPostgresDriver() {
        try (JooqStorage impossible =
                JooqStorage.open(Database.parse("postgresql://a:a@" + UNREACHABLE_ADDRESS + "/a"))) {
            throw new IllegalStateException("something listens there: " + impossible.description());
        } catch (StorageUnavailableException expected) {
            // The classes used after connecting are loaded by name.
        }
    }

    private static void loadClassesByName() throws IOException {
        try (JarFile jar = new JarFile(System.getProperty("java.class.path"))) {
            jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(".class"))
                    .filter(name -> CLASSES_LOADED_BY_NAME.stream().anyMatch(name::startsWith))
                    .forEach(TrainingRun::load);
        }
    }

    private static void load(String file) {
        try {
            Class.forName(
                    file.substring(0, file.length() - ".class".length()).replace('/', '.'),
                    false,
                    TrainingRun.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError optional) {
            // Some classes need libraries that are not part of the jar.
        }
    }

    private static void delete(Path directory) throws IOException {
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(directory)) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.delete(path);
        }
    }
}
