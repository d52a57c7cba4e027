package dev.roster.bootstrap;

import dev.roster.bootstrap.cli.ExitCode;
import dev.roster.bootstrap.config.ConfigException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Creates an archive of the classes that the service uses. A JVM maps the archive into memory instead of loading each
 * class from the jar. It is an AOT cache on Java 25 or newer (JEP 514), and a dynamic CDS archive on older versions
 * (JEP 350). A second JVM records it during a {@link TrainingRun}.
 */
final class ClassArchive {

    private static final boolean AOT = Runtime.version().feature() >= 25;
    private static final String DEFAULT_FILE_NAME = AOT ? "roster.aot" : "roster.jsa";
    private static final String WRITE_OPTION = AOT ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=";
    private static final String USE_OPTION = AOT ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=";
    private static final long TIMEOUT_SECONDS = 300;

    private ClassArchive() {}

    /**
     * Creates the archive and prints how to use it.
     *
     * @param name name of the file; empty for {@code roster.aot} or {@code roster.jsa} in the working directory
     * @return the exit code
     * @throws ConfigException if the file cannot be written
     */
    static int create(String name, PrintStream out, PrintStream err) {
        Path file = Path.of(name.isEmpty() ? DEFAULT_FILE_NAME : name).toAbsolutePath();
        Path jar = jar();
        try {
            Path directory = file.resolveSibling("");
            if (!Files.isDirectory(directory) || !Files.isWritable(directory) || Files.isDirectory(file)) {
                throw new ConfigException("archive: cannot write " + file + "; must be a file in a writable directory");
            }
            Files.deleteIfExists(file);
            Path log = Files.createTempFile("roster-archive", ".log");
            try {
                boolean done = runTraining(jar, file, log);
                if (!done || !Files.isRegularFile(file)) {
                    err.println("The archive could not be created: "
                            + new String(Files.readAllBytes(log), StandardCharsets.UTF_8).strip());
                    return ExitCode.FAILURE;
                }
            } finally {
                Files.delete(log);
            }
            out.println("Wrote " + file + " (" + (Files.size(file) >> 20) + " MiB), for this jar and Java "
                    + Runtime.version() + ". Use it with:");
            out.println("  java " + USE_OPTION + file + " -jar " + jar);
            return ExitCode.SUCCESS;
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
        throw new ConfigException("archive: requires roster.jar, but this program runs from class files");
    }

    private static boolean runTraining(Path jar, Path file, Path log) throws IOException {
        Process recording = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        WRITE_OPTION + file,
                        // Profiles in an AOT cache need both compilers; one compiler records a CDS archive faster.
                        AOT ? "-XX:+TieredCompilation" : "-XX:TieredStopAtLevel=1",
                        // Must equal the class path that -jar sets.
                        "-cp",
                        jar.toString(),
                        TrainingRun.class.getName()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            return recording.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) && recording.exitValue() == ExitCode.SUCCESS;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            recording.destroyForcibly();
        }
    }
}
