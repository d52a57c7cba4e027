package dev.roster.testkit.contract.storage.transaction;

import dev.roster.application.port.storage.StorageUnavailableException;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** What to check if two write transactions that may be open at the same time are not. */
public final class ConcurrentWriters {

    /** For a storage that declares the capability, but has one writer at a time. */
    public static final String IF_NOT_SUPPORTED = """
            This storage declares concurrent write transactions as supported. If its second writer must wait, declare:

                @Override
                protected Capability concurrentWriteTransactions() {
                    return Capability.unsupported("one writer at a time");
                }
            """;

    /** For a storage that does not declare the capability, but has it. */
    public static final String IF_SUPPORTED = """
            This storage declares concurrent write transactions as unsupported. If they may be open at the same time,
            declare:

                @Override
                protected Capability concurrentWriteTransactions() {
                    return Capability.supported();
                }
            """;

    private ConcurrentWriters() {}

    /**
     * Runs writers of a storage that declares concurrent write transactions as supported.
     *
     * @throws AssertionError if a writer was rejected or waited too long, with {@link #IF_NOT_SUPPORTED}
     */
    public static <T> T run(Callable<T> writers) throws Exception {
        try {
            return writers.call();
        } catch (Exception | AssertionError failed) {
            if (Stream.iterate(failed, cause -> cause != null, Throwable::getCause)
                    .anyMatch(cause ->
                            cause instanceof StorageUnavailableException || cause instanceof TimeoutException)) {
                String message = failed instanceof AssertionError ? failed.getMessage() : failed.toString();
                throw new AssertionError(message + "\n" + IF_NOT_SUPPORTED, failed);
            }
            throw failed;
        }
    }
}
