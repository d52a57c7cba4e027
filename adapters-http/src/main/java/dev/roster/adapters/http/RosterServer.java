package dev.roster.adapters.http;

import dev.roster.adapters.http.errors.ErrorResponses;
import dev.roster.adapters.http.errors.JettyErrorHandler;
import dev.roster.adapters.http.jetty.CrossOrigin;
import dev.roster.adapters.http.jetty.RequestIds;
import dev.roster.adapters.http.jetty.RequestThreads;
import dev.roster.adapters.http.pages.AccountPages;
import dev.roster.adapters.http.pages.ApiDocuments;
import dev.roster.adapters.http.request.BearerTokens;
import dev.roster.adapters.http.request.ClientAddresses;
import dev.roster.adapters.http.request.ContentNegotiation;
import dev.roster.adapters.http.routes.AccountRoutes;
import dev.roster.adapters.http.routes.AuthRoutes;
import dev.roster.adapters.http.routes.CommentRoutes;
import dev.roster.adapters.http.routes.PostListRoutes;
import dev.roster.adapters.http.routes.PostRoutes;
import dev.roster.adapters.http.routes.UserRoutes;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinException;
import io.javalin.util.JavalinLogger;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Roster's API, served over HTTP/1.1 (RFC 9112). Requests run on virtual threads where the JVM has them (21 or newer), on
 * a bounded pool where not. Safe for use by many threads.
 */
public final class RosterServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RosterServer.class);
    private static final Duration HEALTH_TIMEOUT = Duration.ofSeconds(2);

    /** An idle connection is not worth waiting for when stopping. */
    private static final Duration STOP_IDLE_TIMEOUT = Duration.ofMillis(200);

    private final HttpSettings settings;
    private final int port;
    private final Javalin javalin;
    private final HealthChecks checks;
    private final AtomicBoolean closed = new AtomicBoolean();

    private RosterServer(HttpSettings settings, Javalin javalin, HealthChecks checks) {
        this.settings = settings;
        this.port = javalin.port();
        this.javalin = javalin;
        this.checks = checks;
    }

    /**
     * Starts serving.
     *
     * @param services what is served; not closed here
     * @param health tells whether the service is ready
     * @return the server, which listens already
     * @throws ServerStartException if it cannot listen there, such as on a port in use
     */
    public static RosterServer start(HttpSettings settings, Services services, Health health) {
        HealthChecks checks = new HealthChecks(health, HEALTH_TIMEOUT);
        JavalinLogger.startupInfo = false;
        Javalin javalin = Javalin.create(config -> {
            configure(config, settings);
            ErrorResponses.register(config.routes);
            ContentNegotiation.register(
                    config.routes,
                    path -> AccountPages.isPage(path) || ApiDocuments.isPage(path),
                    ApiDocuments::isAsset);
            ClientAddresses clients = new ClientAddresses(settings.trustedProxies());
            BearerTokens tokens = new BearerTokens(services.auth(), clients);
            // Javalin tries the routes of a method in this order.
            new UserRoutes(services.users(), tokens).register(config.routes);
            new PostRoutes(services.posts(), tokens).register(config.routes);
            new PostListRoutes(services.posts(), tokens).register(config.routes);
            new AuthRoutes(services.users(), services.auth(), clients).register(config.routes);
            new AccountRoutes(services.accounts(), services.auth(), tokens, clients).register(config.routes);
            new AccountPages(services.accounts(), clients).register(config.routes);
            new CommentRoutes(services.comments(), tokens).register(config.routes);
            new HealthRoutes(checks).register(config.routes);
            ApiDocuments.register(config.routes);
        });
        try {
            javalin.start(settings.host(), settings.port());
        } catch (JavalinException failed) {
            checks.close();
            throw new ServerStartException(
                    "cannot listen on " + settings.host() + ":" + settings.port() + ": " + reason(rootCause(failed)),
                    failed);
        }
        return new RosterServer(settings, javalin, checks);
    }

    /** The port it listens on, or did before it was closed, also where the settings asked for a free one. */
    public int port() {
        return port;
    }

    /** Where a client on this machine finds the API, without a slash at the end. */
    public URI baseUri() {
        String host = isWildcard(settings.host()) ? "localhost" : settings.host();
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
    }

    /** What is served, such as {@code GET /users/{id}}, hooks left out. */
    List<String> routes() {
        return javalin.unsafe.internalRouter.allHttpHandlers().stream()
                .map(route -> route.endpoint)
                .filter(route -> route.method.isHttpMethod())
                .map(route -> route.method.name() + " " + route.path)
                .toList();
    }

    /** Takes no more requests, lets those that run finish within the stop timeout, and stops. Again does nothing. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            javalin.stop();
        } catch (JavalinException cutOff) {
            LOG.warn("requests that still ran after {} were cut off", settings.stopTimeout());
        } finally {
            checks.close();
        }
    }

    private static void configure(JavalinConfig config, HttpSettings settings) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        // A strong entity tag names bytes, which compression on the way out would change.
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.http.prefer405over404 = true;
        config.router.javaLangErrorHandler(ErrorResponses::handleError);
        config.jetty.threadPool = RequestThreads.pool();
        config.jetty.modifyHttpConfiguration(http -> http.setUriCompliance(UriCompliance.DEFAULT));
        config.jetty.modifyServletContextHandler(context -> context.setErrorHandler(new JettyErrorHandler()));
        config.jetty.modifyServer(server -> configure(server, settings));
    }

    private static void configure(Server server, HttpSettings settings) {
        // Javalin puts a StatisticsHandler there, which wraps each request and response for counts that nothing reads.
        server.setHandler((Handler) null);
        GracefulHandler graceful = new GracefulHandler();
        graceful.setShutdownIdleTimeout(STOP_IDLE_TIMEOUT.toMillis());
        // The last one inserted comes first. A request that had to wait goes on in another thread, hence ids come last.
        server.insertHandler(new RequestIds());
        server.insertHandler(RequestThreads.limit());
        server.insertHandler(graceful);
        if (!settings.allowedOrigins().isEmpty()) {
            // Before all that may refuse, so that pages can read refusals too.
            server.insertHandler(CrossOrigin.handler(settings.allowedOrigins()));
        }
        server.setErrorHandler(new JettyErrorHandler());
        server.setStopTimeout(settings.stopTimeout().toMillis());
    }

    private static boolean isWildcard(String host) {
        try {
            return InetAddress.getByName(host).isAnyLocalAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }

    private static String reason(Throwable root) {
        if (root instanceof UnresolvedAddressException) {
            return "there is no such host";
        }
        return String.valueOf(root.getMessage());
    }

    private static Throwable rootCause(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
