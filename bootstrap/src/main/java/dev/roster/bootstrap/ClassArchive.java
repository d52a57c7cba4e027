package dev.roster.bootstrap;

import dev.roster.bootstrap.config.ConfigException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Makes an archive of the classes that the service uses, which a JVM maps into memory instead of loading each class from
 * the jar: an AOT cache on Java 25 or newer (JEP 514), a dynamic CDS archive before (JEP 350). Another JVM records it
 * during a {@link TrainingRun}.
 */
final class ClassArchive {

    private static final boolean AOT = Runtime.version().feature() >= 25;
    private static final String DEFAULT_FILE_NAME = AOT ? "roster.aot" : "roster.jsa";
    private static final String WRITE_OPTION = AOT ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=";
    private static final String USE_OPTION = AOT ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=";
    private static final long TIMEOUT_SECONDS = 300;

    private ClassArchive() {}

    /**
     * Makes the archive and prints how to use it.
     *
     * @param name of the file; empty for {@code roster.aot} or {@code roster.jsa} in the working directory
     * @return the exit code
     * @throws ConfigException if the file cannot be written there
     */
    static int create(String name, PrintStream out, PrintStream err) {
        Path file = Path.of(name.isEmpty() ? DEFAULT_FILE_NAME : name).toAbsolutePath();
        Path jar = jar();
        try {
            Path directory = file.resolveSibling("");
            if (!Files.isDirectory(directory) || !Files.isWritable(directory) || Files.isDirectory(file)) {
                throw new ConfigException("archive: cannot write " + file + "; takes a file in a writable directory");
            }
            Files.deleteIfExists(file);
            Path log = Files.createTempFile("roster-archive", ".log");
            try {
                boolean done = runTraining(jar, file, log);
                if (!done || !Files.isRegularFile(file)) {
                    err.println("The archive could not be made: "
                            + Files.readString(log).strip());
                    return Main.EXIT_FAILURE;
                }
            } finally {
                Files.delete(log);
            }
            out.println("Wrote " + file + " (" + (Files.size(file) >> 20) + " MiB), for this jar and Java "
                    + Runtime.version() + ". Use it by:");
            out.println("  java " + USE_OPTION + file + " -jar " + jar);
            return Main.EXIT_SUCCESS;
        } catch (IOException failed) {
            throw new ConfigException("archive: cannot write " + file + ": " + failed);
        }
    }

    private static Path jar() {
        try {
            Path jar = Path.of(ClassArchive.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (Files.isRegularFile(jar)) {
                return jar;
            }
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
        throw new ConfigException("archive: is made of roster.jar only, and this runs from class files");
    }

    private static boolean runTraining(Path jar, Path file, Path log) throws IOException {
        Process recording = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        WRITE_OPTION + file,
                        // An AOT cache holds profiles, which need both compilers; the session is over sooner with one.
                        AOT ? "-XX:+TieredCompilation" : "-XX:TieredStopAtLevel=1",
                        // Must be the class path that -jar makes.
                        "-cp",
                        jar.toString(),
                        TrainingRun.class.getName()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            return recording.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) && recording.exitValue() == Main.EXIT_SUCCESS;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            recording.destroyForcibly();
        }
    }
}
