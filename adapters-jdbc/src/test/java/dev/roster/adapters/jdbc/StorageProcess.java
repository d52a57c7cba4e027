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

/** Another JVM on a database of ours, told what to do by its first argument. */
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

    /** The next line it prints; {@code null} when it has ended. */
    String nextLine() throws IOException {
        return output.readLine();
    }

    /** As {@code kill -9} does it; what it printed before can still be read. */
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

    /** The other JVM's side. */
    @SuppressWarnings("SystemOut") // that is how it tells its parent
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

    /** Prints an id only after its row is acknowledged, at version 2. */
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
