package dev.roster.adapters.http.jetty;

import dev.roster.adapters.http.errors.JettyErrorHandler;
import dev.roster.testkit.fuzz.RawHttpConnection;
import java.io.IOException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;

/** Jetty with the handlers of one test, on a free port. */
final class JettyServer implements AutoCloseable {

    private final Server server = new Server(RequestThreads.pool());
    private final ServerConnector connector = new ServerConnector(server);

    /** Adds a server without handlers. */
    JettyServer() {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setErrorHandler(new JettyErrorHandler());
    }

    ServerConnector connector() {
        return connector;
    }

    /**
     * Starts the server.
     *
     * @param handler handles the requests
     * @param before the handlers before it; the last one runs first
     */
    JettyServer start(Handler handler, Handler.Singleton... before) throws Exception {
        server.setHandler(handler);
        for (Handler.Singleton outer : before) {
            server.insertHandler(outer);
        }
        server.start();
        return this;
    }

    RawHttpConnection connect() throws IOException {
        return RawHttpConnection.open("127.0.0.1", connector.getLocalPort());
    }

    @Override
    public void close() {
        LifeCycle.stop(server);
    }
}
