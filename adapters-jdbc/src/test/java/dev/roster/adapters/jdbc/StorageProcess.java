package dev.roster.adapters.jdbc;

import static dev.roster.testkit.data.NewUserBuilder.aUser;

import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.User;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Another JVM that uses one of the test's databases; its first argument selects what it does. */
final class StorageProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;

    private StorageProcess(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static StorageProcess start(List<String> jvmOptions, String task, Database database) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + "/bin/java");
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(StorageProcess.class.getName(), task, database.jdbcUrl()));
        return new StorageProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** Returns the next line that the process prints; {@code null} after it has ended. */
    String nextLine() throws IOException {
        return output.readLine();
    }

    /** Kills the process as {@code kill -9} does. Lines that it has printed can still be read. */
    void kill() {
        process.toHandle().destroyForcibly();
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the process does not end");
        }
        return process.exitValue();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        output.close();
    }

    /** Runs in the other JVM. */
    @SuppressWarnings("SystemOut") // the parent process reads it
    public static void main(String[] args) throws IOException {
        Database database = Database.parse(args[1]);
        if (args[0].equals("migrate")) {
            Schema.migrate(database);
        }
        try (JooqStorage storage = JooqStorage.open(database)) {
            switch (args[0]) {
                case "create" -> createForever(storage);
                case "hold" -> {
                    System.out.println("open");
                    System.in.read();
                }
                case "migrate" -> System.out.println(ignoresCase(storage) ? Locale.getDefault() : "case matters");
                default -> throw new IllegalArgumentException(args[0]);
            }
        }
    }

    /** Prints an id only after its row, at version 2, has been committed. */
    private static void createForever(JooqStorage storage) {
        Runnable creator = () -> {
            while (true) {
                User user = storage.users().create(aUser().build());
                System.out.println(
                        storage.users().update(user.withName("Updated")).id());
            }
        };
        new Thread(creator).start();
        new Thread(creator).start();
        creator.run();
    }

    private static boolean ignoresCase(JooqStorage storage) {
        User user = storage.users().create(aUser().withEmail("TITI@EXAMPLE.COM").build());
        return storage.users().findByEmail(new EmailAddress("titi@example.com")).equals(Optional.of(user));
    }
}
