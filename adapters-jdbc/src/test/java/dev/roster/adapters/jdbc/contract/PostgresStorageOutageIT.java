package dev.roster.adapters.jdbc.contract;

import dev.roster.adapters.jdbc.Database;
import dev.roster.adapters.jdbc.EmptyDatabase;
import dev.roster.adapters.jdbc.EmptyDatabase.Kind;
import dev.roster.adapters.jdbc.JooqStorage;
import dev.roster.application.port.storage.Storage;
import dev.roster.testkit.conformance.Backend;
import dev.roster.testkit.conformance.fault.FaultyBackend;
import dev.roster.testkit.contract.outage.StorageOutageContract;
import dev.roster.testkit.server.TcpProxy;
import java.net.URI;

/** Runs the contract on PostgreSQL behind a proxy. */
class PostgresStorageOutageIT extends StorageOutageContract {

    @Override
    protected FaultyBackend<Storage> emptyBackendWithFaults() throws Exception {
        EmptyDatabase postgres = Kind.POSTGRES.create();
        Database db = postgres.database();
        URI server = URI.create(db.jdbcUrl().substring("jdbc:".length()));
        TcpProxy network = new TcpProxy(server.getHost(), server.getPort());
        String url = db.jdbcUrl().replace(server.getAuthority(), "localhost:" + network.port());
        String limited = url + (url.contains("?") ? "&" : "?") + "socketTimeout=2";
        return FaultyBackend.of(
                Backend.of(() -> JooqStorage.open(new Database(limited, db.user(), db.password(), 6)), () -> {
                    network.close();
                    postgres.close();
                }),
                network);
    }
}
