package dev.roster.testkit.cli;

import dev.roster.testkit.contract.client.ClientUnderTest;
import dev.roster.testkit.contract.client.PlayedServer;
import dev.roster.testkit.contract.client.RosterClientContract;
import java.util.Objects;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.support.TypeBasedParameterResolver;
import org.junit.platform.engine.support.store.Namespace;
import org.junit.platform.launcher.LauncherSession;

/** The contract of clients, on a client in another process. */
@ExtendWith({JudgedClient.RunResolver.class, JudgedClient.DriverPresent.class})
final class JudgedClient extends RosterClientContract {

    /** What reports call the client. */
    static final String NAME = "client";

    private final Peer peer;

    JudgedClient(Peer peer) {
        this.peer = peer;
    }

    /** Names the client in a message that names this class. */
    static String named(String message) {
        return message.replace(JudgedClient.class.getSimpleName(), NAME);
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

    private static Peer peer(ExtensionContext context) {
        ExtensionContext.Namespace ours = ExtensionContext.Namespace.create(JudgedClient.class);
        return Objects.requireNonNull(
                context.getStore(StoreScope.LAUNCHER_SESSION, ours).get(Peer.class, Peer.class),
                "the session has no client");
    }

    /** Skips the clauses after the driver was lost: each would wait until its limit for a result. */
    static final class DriverPresent implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return peer(context)
                    .client()
                    .lost()
                    .map(reason -> ConditionEvaluationResult.disabled("the driver was lost: " + reason))
                    .orElseGet(() -> ConditionEvaluationResult.enabled("the driver reports results"));
        }
    }

    /** Passes the client to each instance. */
    static final class RunResolver extends TypeBasedParameterResolver<Peer> {

        @Override
        public Peer resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return peer(context);
        }
    }
}
