package dev.roster.testkit.conformance.report;

import dev.roster.testkit.conformance.matrix.KillMatrix;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Folder with the reports of all implementations of a build: a JSON file for each in {@code adapters}, and a page,
 * JUnit XML and a badge on all of them. Several processes may write to it at once.
 */
public final class ReportFolder {

    private static final System.Logger LOG = System.getLogger(ReportFolder.class.getName());
    private static final String PAGE = "index.html";
    private static final String XML = "conformance.xml";
    private static final String BADGE = "badge.svg";

    /** A process cannot lock a file twice. */
    private static final Object LOCK = new Object();

    private final Path folder;
    private final Path adapters;

    /** Refers to a folder, which is created when the first report is written. */
    public ReportFolder(Path folder) {
        this.folder = folder;
        adapters = folder.resolve("adapters");
    }

    /** Returns the file of the page. */
    public Path page() {
        return folder.resolve(PAGE);
    }

    /**
     * Replaces the report of an implementation that starts, and deletes what was written about all: if the process ends
     * early, no older result is left that it no longer has.
     */
    void begin(AdapterReport unfinished) throws IOException {
        locked(() -> {
            write(file(unfinished), ReportJson.write(unfinished));
            for (String derived : List.of(PAGE, XML, BADGE)) {
                Files.deleteIfExists(folder.resolve(derived));
            }
        });
    }

    /**
     * Writes reports and, from all reports in the folder, the page, JUnit XML and the badge.
     *
     * @return all reports in the folder
     * @throws IOException if a file cannot be written
     */
    public List<AdapterReport> add(List<AdapterReport> reports) throws IOException {
        List<AdapterReport> all = new ArrayList<>();
        locked(() -> {
            for (AdapterReport report : reports) {
                write(file(report), ReportJson.write(report));
            }
            all.addAll(read());
            write(folder.resolve(PAGE), HtmlPage.write(all, KillMatrix.published()));
            write(folder.resolve(XML), JUnitXml.write(all));
            write(folder.resolve(BADGE), Badge.write(all));
        });
        return all;
    }

    private List<AdapterReport> read() throws IOException {
        List<AdapterReport> reports = new ArrayList<>();
        try (Stream<Path> files = Files.list(adapters)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                try {
                    reports.add(ReportJson.read(Files.readString(file)));
                } catch (IOException | UncheckedIOException unreadable) {
                    LOG.log(System.Logger.Level.WARNING, "ignored " + file + ": " + unreadable.getMessage());
                }
            }
        }
        reports.sort(Comparator.comparing(AdapterReport::name).thenComparing(AdapterReport::adapter));
        return reports;
    }

    private Path file(AdapterReport report) {
        return adapters.resolve(report.adapter().replaceAll("[^\\w.-]+", "_") + ".json");
    }

    private void locked(Action action) throws IOException {
        synchronized (LOCK) {
            Files.createDirectories(adapters);
            try (FileChannel channel = FileChannel.open(
                            adapters.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (lock.isValid()) {
                    action.run();
                }
            }
        }
    }

    /** Writes a file in one step, so that no reader sees a part of it. Requires the lock. */
    static void write(Path file, String content) throws IOException {
        Path whole = file.resolveSibling("." + file.getFileName() + ".tmp");
        try {
            Files.writeString(whole, content);
            try {
                Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException unsupported) {
                Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    /** An action on files. */
    @FunctionalInterface
    private interface Action {
        void run() throws IOException;
    }
}
