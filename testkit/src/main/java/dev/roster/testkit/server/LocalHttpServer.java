package dev.roster.testkit.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** HTTP server of the JDK on localhost, with a daemon thread for each request. Safe for use by multiple threads. */
public final class LocalHttpServer implements AutoCloseable {

    static {
        // Otherwise each response with a body waits 40 ms for the client's acknowledgement of its headers.
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    private final ExecutorService threads = Executors.newCachedThreadPool(LocalHttpServer::daemon);
    private final HttpServer listener;

    /**
     * Starts the server.
     *
     * @param port the port; 0 for a free one
     * @param path the path, with all paths below, of which the handler answers the requests
     * @throws IOException if the port is in use
     */
    public LocalHttpServer(int port, String path, HttpHandler handler) throws IOException {
        listener = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        listener.createContext(path, handler);
        listener.setExecutor(threads);
        listener.start();
    }

    /** Answers the requests of a path, with all paths below, in another way. */
    public void serve(String path, HttpHandler handler) {
        listener.createContext(path, handler);
    }

    /** Sends a response with a text; without it if the request was HEAD. */
    public static void respond(HttpExchange exchange, int status, String contentType, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", contentType);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : bytes.length);
        if (!head) {
            exchange.getResponseBody().write(bytes);
        }
    }

    /** Returns the port. */
    public int port() {
        return listener.getAddress().getPort();
    }

    /** Interrupts running handlers. */
    @Override
    public void close() {
        listener.stop(0);
        threads.shutdownNow();
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "local http server");
        thread.setDaemon(true);
        return thread;
    }
}
