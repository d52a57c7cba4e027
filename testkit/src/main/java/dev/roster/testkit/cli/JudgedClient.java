package dev.roster.testkit.cli;

import dev.roster.testkit.contract.client.ClientUnderTest;
import dev.roster.testkit.contract.client.PlayedServer;
import dev.roster.testkit.contract.client.RosterClientContract;
import java.util.Objects;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.support.TypeBasedParameterResolver;
import org.junit.platform.engine.support.store.Namespace;
import org.junit.platform.launcher.LauncherSession;

/** The contract of clients, on a client in another process. */
@ExtendWith(JudgedClient.RunResolver.class)
final class JudgedClient extends RosterClientContract {

    private final Peer peer;

    JudgedClient(Peer peer) {
        this.peer = peer;
    }

    /** The client, and the server that it calls. */
    record Peer(ClientTasks client, PlayedServer server) {}

    /** Makes a client available to all clauses of a session. */
    static void provide(Peer peer, LauncherSession session) {
        session.getStore().put(Namespace.create(JudgedClient.class), Peer.class, peer);
    }

    @Override
    protected ClientUnderTest client() {
        return peer.client();
    }

    @Override
    protected PlayedServer openServer() {
        return peer.server();
    }

    @Override
    protected void closeServer(PlayedServer used) {
        // All clauses use one server, on the port that the client knows.
    }

    /** Passes the client to each instance. */
    static final class RunResolver extends TypeBasedParameterResolver<Peer> {

        @Override
        public Peer resolveParameter(ParameterContext parameter, ExtensionContext context) {
            ExtensionContext.Namespace ours = ExtensionContext.Namespace.create(JudgedClient.class);
            return Objects.requireNonNull(
                    context.getStore(StoreScope.LAUNCHER_SESSION, ours).get(Peer.class, Peer.class),
                    "the session has no client");
        }
    }
}
