package dev.roster.adapters.http.pact;

import au.com.dius.pact.core.model.DefaultPactReader;
import au.com.dius.pact.core.model.DirectorySource;
import au.com.dius.pact.core.model.Pact;
import au.com.dius.pact.core.model.PactSource;
import au.com.dius.pact.provider.junitsupport.loader.PactLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Loads every pact file below the folder in the system property {@code pacts.dir}, by default {@code src/test/pacts}.
 * Unlike Pact's own loader, it does not skip subfolders or files that spell the provider's name differently.
 */
public final class PactFiles implements PactLoader {

    private static final String DEFAULT_FOLDER = "src/test/pacts";

    /** Set by the tests of the verification, which run it on their own thread. */
    private static final ThreadLocal<Path> FOLDER_OVERRIDE = new ThreadLocal<>();

    private final Path folder;

    /** Called by Pact, by reflection. */
    public PactFiles() {
        Path instead = FOLDER_OVERRIDE.get();
        folder = instead == null ? Path.of(System.getProperty("pacts.dir", DEFAULT_FOLDER)) : instead;
    }

    /** Runs a verification on this thread with the pact files in another folder. */
    static <T> T withFolder(Path folder, Verification<T> verification) {
        FOLDER_OVERRIDE.set(folder);
        try {
            return verification.run();
        } finally {
            FOLDER_OVERRIDE.remove();
        }
    }

    @Override
    public List<Pact> load(String provider) {
        Path place = folder.toAbsolutePath().normalize();
        if (!Files.isDirectory(place)) {
            throw new IllegalStateException("there is no folder " + place);
        }
        try (Stream<Path> files = Files.walk(place)) {
            List<Pact> pacts = files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(file -> DefaultPactReader.INSTANCE.loadPact(file.toFile()))
                    .toList();
            if (pacts.isEmpty()) {
                throw new IllegalStateException("there is nothing to verify in " + place);
            }
            pacts.stream()
                    .filter(pact -> pact.getInteractions().isEmpty())
                    .findFirst()
                    .ifPresent(empty -> {
                        throw new IllegalStateException("there is nothing to verify in " + empty.getSource());
                    });
            return pacts;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public PactSource getPactSource() {
        return new DirectorySource(folder.toFile());
    }

    /** A run of the verification. */
    interface Verification<T> {
        T run();
    }
}
