package com.example.sqlite;

import dev.roster.application.port.storage.Storage;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.Capability;
import dev.roster.testkit.contract.storage.StorageContract;
import java.nio.file.Files;
import java.nio.file.Path;

class SqliteStorageTest extends StorageContract {

    @Override
    protected Backend<Storage> emptyBackend() throws Exception {
        Path file = Files.createTempDirectory(Path.of("target"), "sqlite").resolve("roster.db");
        // no test cuts the power, so SQLite need not wait for the disk
        return Backend.of(() -> new SqliteStorage("jdbc:sqlite:" + file + "?synchronous=OFF"), () -> {});
    }

    @Override
    protected Capability concurrentWriteTransactions() {
        return Capability.unsupported("a SQLite file has one writer at a time");
    }

    @Override
    protected Capability rolledBackIdsStayUnused() {
        return Capability.unsupported("a rollback takes back the counter of AUTOINCREMENT, too");
    }
}
