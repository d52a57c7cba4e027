package com.example.sqlite;

import dev.roster.application.port.storage.UserRepository;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.TestedSystem;
import dev.roster.testkit.contract.storage.UserRepositoryContract;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sqlite.SQLiteJDBCLoader;

class SqliteUserRepositoryTest extends UserRepositoryContract implements TestedSystem {
    @Override
    public String testedSystem() {
        return "SQLite " + SQLiteJDBCLoader.getVersion();
    }

    @Override
    protected Backend<UserRepository> emptyBackend() throws Exception {
        Path file = Files.createTempDirectory(Path.of("target"), "sqlite").resolve("users.db");
        // no test cuts the power, so SQLite need not wait for the disk
        return Backend.of(() -> new SqliteUserRepository("jdbc:sqlite:" + file + "?synchronous=OFF"), () -> {});
    }
}
