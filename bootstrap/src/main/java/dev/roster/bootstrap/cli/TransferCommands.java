package dev.roster.bootstrap.cli;

import dev.roster.adapters.jdbc.Schema;
import dev.roster.adapters.jdbc.backup.AtomicFile;
import dev.roster.adapters.jdbc.transfer.InvalidTransferException;
import dev.roster.adapters.jdbc.transfer.TableExport;
import dev.roster.adapters.jdbc.transfer.TableImport;
import dev.roster.bootstrap.config.Config;
import dev.roster.bootstrap.config.ConfigException;
import dev.roster.bootstrap.config.DataDirectory;
import dev.roster.bootstrap.transfer.JsonLinesReader;
import dev.roster.bootstrap.transfer.JsonLinesWriter;
import dev.roster.bootstrap.transfer.RowCounts;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The commands {@code export} and {@code import}. */
record TransferCommands(Config config, PrintStream out, PrintStream err) {

    private static final String STANDARD_STREAM = "-";

    /** Writes all rows to a file or to standard output, and returns the exit code. */
    int export(String name, boolean force) {
        boolean toStandardOutput = name.equals(STANDARD_STREAM);
        Path file =
                toStandardOutput ? Path.of("standard output") : FileArgument.target("export", name, config.database());
        DataDirectory.requireDatabase(config.database());
        Schema.requireCurrent(config.database());
        RowCounts counts = new RowCounts(line -> err.println("export: " + line));
        try {
            if (toStandardOutput) {
                writeToStandardOutput(counts);
            } else {
                AtomicFile.write(file, force, to -> write(to, counts));
            }
            err.println("Exported " + counts.summary());
            return ExitCode.SUCCESS;
        } catch (FileAlreadyExistsException exists) {
            throw FileArgument.alreadyExists("export", file);
        } catch (IOException failed) {
            err.println("export: cannot write " + file + FileArgument.reason(failed));
            return ExitCode.FAILURE;
        }
    }

    private void writeToStandardOutput(RowCounts counts) throws IOException {
        PrintStream log = System.out;
        System.setOut(err);
        try {
            write(new CheckedStream(out), counts);
        } finally {
            System.setOut(log);
        }
    }

    private void write(OutputStream to, RowCounts counts) throws IOException {
        JsonLinesWriter writer = new JsonLinesWriter(to, counts);
        TableExport.run(config.database(), writer);
        writer.end();
    }

    /** Reports failures of a stream that hides them. */
    private static final class CheckedStream extends OutputStream {

        private final PrintStream to;

        CheckedStream(PrintStream to) {
            this.to = to;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            to.write(bytes, offset, length);
            if (to.checkError()) {
                throw new IOException("the stream is closed, or its disk is full");
            }
        }
    }

    /** Inserts the rows of a file or of standard input into an empty database, and returns the exit code. */
    int importAll(String name) {
        RowCounts counts = new RowCounts(line -> err.println("import: " + line));
        boolean fromStandardInput = name.equals(STANDARD_STREAM);
        Path file = fromStandardInput ? Path.of("standard input") : FileArgument.source("import", name);
        try (InputStream in = fromStandardInput ? System.in : Files.newInputStream(file)) {
            JsonLinesReader rows = new JsonLinesReader(in, counts);
            DataDirectory.prepare(config.database());
            Schema.migrate(config.database());
            TableImport.run(config.database(), rows);
            out.println("Imported " + counts.summary());
            return ExitCode.SUCCESS;
        } catch (InvalidTransferException invalid) {
            throw new ConfigException("import: nothing was imported from " + file + ": " + invalid.getMessage());
        } catch (IOException failed) {
            err.println("import: nothing was imported: cannot read " + file + FileArgument.reason(failed));
            return ExitCode.FAILURE;
        }
    }
}
