package com.example.lock;

import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.Capability;
import java.nio.file.Files;
import java.nio.file.Path;

class FileLocksTest extends LocksContract {
    @Override
    protected Backend<Locks> emptyBackend() throws Exception {
        Path folder = Files.createTempDirectory(Path.of("target"), "locks");
        return Backend.of(() -> new FileLocks(folder), () -> {});
    }

    @Override
    protected Capability extension() {
        return Capability.unsupported("a lease in a file is never extended");
    }
}
