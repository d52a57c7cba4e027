package dev.roster.adapters.http;

import dev.roster.adapters.http.errors.ErrorResponses;
import dev.roster.adapters.http.errors.JettyErrorHandler;
import dev.roster.adapters.http.jetty.AccessLog;
import dev.roster.adapters.http.jetty.ClientConnections;
import dev.roster.adapters.http.jetty.ClientRequests;
import dev.roster.adapters.http.jetty.ConnectionDrain;
import dev.roster.adapters.http.jetty.CrossOrigin;
import dev.roster.adapters.http.jetty.RequestBodies;
import dev.roster.adapters.http.jetty.RequestIds;
import dev.roster.adapters.http.jetty.RequestListener;
import dev.roster.adapters.http.jetty.RequestObserver;
import dev.roster.adapters.http.jetty.RequestThreads;
import dev.roster.adapters.http.pages.AccountPages;
import dev.roster.adapters.http.pages.ApiDocuments;
import dev.roster.adapters.http.pages.Html;
import dev.roster.adapters.http.pages.StartPage;
import dev.roster.adapters.http.request.BearerTokens;
import dev.roster.adapters.http.request.ClientAddresses;
import dev.roster.adapters.http.request.ConditionalRequests;
import dev.roster.adapters.http.request.ContentNegotiation;
import dev.roster.adapters.http.request.Locations;
import dev.roster.adapters.http.routes.AuthRoutes;
import dev.roster.adapters.http.routes.CommentRoutes;
import dev.roster.adapters.http.routes.ListMemory;
import dev.roster.adapters.http.routes.PostRoutes;
import dev.roster.adapters.http.routes.UserRoutes;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Handler;
import io.javalin.router.Endpoint;
import io.javalin.util.JavalinException;
import io.javalin.util.JavalinLogger;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpCompliance.Violation;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.component.LifeCycle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP/1.1 server (RFC 9112) of Roster's API. Requests run on virtual threads on Java 21 and newer, and on a bounded
 * pool on older versions. Safe for use by multiple threads.
 */
public final class RosterServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RosterServer.class);
    private static final Duration HEALTH_TIMEOUT = Duration.ofSeconds(2);

    /** How long a stop waits for idle connections. */
    private static final Duration STOP_IDLE_TIMEOUT = Duration.ofMillis(200);

    /** How long a request may make no progress, such as a body of which no further byte arrives. */
    private static final Duration REQUEST_IDLE_TIMEOUT = Duration.ofSeconds(30);

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
     * Starts a server.
     *
     * @param services the services that the routes call; the server does not close them
     * @param health the dependencies that the readiness check covers
     * @return the server, already listening
     * @throws ServerStartException if the server cannot listen on the configured address, such as a port in use
     */
    public static RosterServer start(HttpSettings settings, Services services, Health health) {
        HealthChecks checks = new HealthChecks(health, HEALTH_TIMEOUT);
        JavalinLogger.startupInfo = false;
        Javalin javalin = Javalin.create(config -> {
            configure(config, settings);
            ErrorResponses.register(config.routes);
            Html html = new Html(settings.pages());
            html.install(config);
            boolean observed = settings.requestListener() != RequestListener.NONE;
            config.router.handlerWrapper(endpoint -> withChecks(endpoint, observed));
            ClientAddresses clients = new ClientAddresses(settings.trustedProxies());
            BearerTokens tokens = new BearerTokens(services.auth(), clients);
            Locations locations = new Locations(settings.relativeLocations());
            ConditionalRequests conditions = new ConditionalRequests(settings.entityTagKey());
            ListMemory lists = new ListMemory();
            // Javalin tries the routes of a method in this order.
            new UserRoutes(services.users(), tokens, locations, conditions).register(config.routes);
            new PostRoutes(services.posts(), tokens, locations, conditions, lists).register(config.routes);
            new AuthRoutes(services.users(), services.auth(), services.accounts(), tokens, clients, locations)
                    .register(config.routes);
            new AccountPages(services.accounts(), clients, html).register(config.routes);
            new CommentRoutes(services.comments(), tokens, locations, lists).register(config.routes);
            new HealthRoutes(checks).register(config.routes);
            new StartPage(html).register(config.routes);
            ApiDocuments.register(config.routes);
        });
        try {
            withoutLog(() -> javalin.start(settings.host(), settings.port()));
        } catch (JavalinException failed) {
            checks.close();
            throw ServerStartException.cannotListen(settings.host(), settings.port(), failed);
        }
        return new RosterServer(settings, javalin, checks);
    }

    /**
     * Loads the classes that {@link #start} will need, so that a program can open its database at the same time.
     * Optional; binds no port and leaves nothing open.
     */
    public static void preload() {
        Javalin.create(config -> {
            configure(config, HttpSettings.on("127.0.0.1", 0));
            ErrorResponses.register(config.routes);
            ApiDocuments.register(config.routes);
        });
        new Server(RequestThreads.pool());
    }

    /** Returns the port that the server listens on, even if the settings say 0. Still valid after {@link #close()}. */
    public int port() {
        return port;
    }

    /** Returns the base URI of the API for clients on this machine, without a trailing slash. */
    public URI baseUri() {
        return localUri(settings.host(), port);
    }

    /** Returns the base URI of a server for clients on this machine, without a trailing slash. */
    public static URI localUri(String host, int port) {
        String name = isWildcard(host) ? "localhost" : host;
        return URI.create("http://" + (name.contains(":") ? "[" + name + "]" : name) + ":" + port);
    }

    /** Returns all routes, such as {@code GET /users/{id}}, without filters. */
    List<String> routes() {
        return javalin.unsafe.internalRouter.allHttpHandlers().stream()
                .map(route -> route.endpoint)
                .filter(route -> route.method.isHttpMethod())
                .map(route -> route.method.name() + " " + route.path)
                .toList();
    }

    /** Runs the readiness check, as {@code GET /health/ready} does. Takes at most two seconds. */
    public Readiness readiness() {
        if (closed.get()) {
            return Readiness.down("The server has stopped.");
        }
        try {
            return checks.readiness();
        } catch (RejectedExecutionException stopped) {
            return Readiness.down("The server has stopped.");
        }
    }

    /**
     * Prepares for {@link #close()}: the readiness check fails, so that load balancers stop sending requests, and
     * responses ask clients to close their connections. All requests are still served.
     */
    public void startDrain() {
        checks.startDrain();
        ConnectionDrain.closeAfterResponses(javalin.jettyServer().server());
    }

    /**
     * Stops the server. New connections are refused; requests on open connections have the stop timeout to finish.
     * Calling this again has no effect.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        startDrain();
        ConnectionDrain.closeConnections(javalin.jettyServer().server());
        try {
            withoutLog(javalin::stop);
        } catch (JavalinException cutOff) {
            LOG.warn("requests that were still running after {} were aborted", settings.stopTimeout());
        } finally {
            checks.close();
        }
    }

    private static void configure(JavalinConfig config, HttpSettings settings) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        // Strong entity tags identify exact bytes, and compression would change the bytes.
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.http.prefer405over404 = true;
        config.router.javaLangErrorHandler(ErrorResponses::handleError);
        config.jetty.threadPool = RequestThreads.pool();
        config.jetty.modifyHttpConfiguration(http -> {
            http.setUriCompliance(UriCompliance.DEFAULT);
            // Otherwise a token is taken for an earlier one of the connection that differs in case only.
            http.setHeaderCacheCaseSensitive(true);
            // A request target in absolute form overrides the Host header (RFC 9112, section 3.2.2).
            http.setHttpCompliance(http.getHttpCompliance().with("Roster", Violation.MISMATCHED_AUTHORITY));
            // Applies from the end of the headers to the end of the response, instead of the keep-alive timeout.
            http.setIdleTimeout(REQUEST_IDLE_TIMEOUT.toMillis());
        });
        config.jetty.modifyServletContextHandler(context -> context.setErrorHandler(new JettyErrorHandler()));
        config.jetty.modifyServer(server -> configure(server, settings));
    }

    private static void configure(Server server, HttpSettings settings) {
        // Removes Javalin's StatisticsHandler: it wraps each request and response, and its counts are never read.
        server.setHandler((org.eclipse.jetty.server.Handler) null);
        GracefulHandler graceful = new GracefulHandler();
        graceful.setShutdownIdleTimeout(STOP_IDLE_TIMEOUT.toMillis());
        ClientAddresses clients = new ClientAddresses(settings.trustedProxies());
        // The handler inserted last runs first. RequestIds runs after the limits, because a request that has waited
        // continues in another thread, and the MDC belongs to a thread.
        server.insertHandler(new RequestIds());
        server.insertHandler(RequestThreads.limit());
        server.insertHandler(new ClientRequests(clients, settings.clientLimits()));
        server.insertHandler(new RequestBodies(clients, settings.clientLimits()));
        server.insertHandler(graceful);
        if (!settings.allowedOrigins().isEmpty()) {
            // Runs before all handlers that can reject a request, so that pages can read the errors too.
            server.insertHandler(CrossOrigin.handler(settings.allowedOrigins()));
        }
        List<RequestLog> logs = new ArrayList<>();
        if (settings.accessLog()) {
            logs.add(new AccessLog(clients));
        }
        if (settings.requestListener() != RequestListener.NONE) {
            RequestObserver observer = new RequestObserver(settings.requestListener());
            server.insertHandler(observer);
            logs.add(observer);
        }
        if (!logs.isEmpty()) {
            server.setRequestLog(new RequestLog.Collection(logs.toArray(RequestLog[]::new)));
        }
        server.setErrorHandler(new JettyErrorHandler());
        server.setStopTimeout(settings.stopTimeout().toMillis());
        server.addEventListener(new LifeCycle.Listener() {
            @Override
            public void lifeCycleStarting(LifeCycle starting) {
                // Javalin adds its connector just before the start.
                for (ServerConnector connector : server.getBeans(ServerConnector.class)) {
                    connector.setIdleTimeout(settings.keepAliveTimeout().toMillis());
                    connector.addBean(new ClientConnections(connector, clients, settings.clientLimits()));
                }
            }
        });
    }

    /**
     * Returns the handler of a route with the checks of all routes. They are no filters, because agents for tracing
     * take the path of the handler that ends first for the route.
     */
    private static Handler withChecks(Endpoint endpoint, boolean observed) {
        if (!endpoint.method.isHttpMethod()) {
            return endpoint.handler;
        }
        return ctx -> {
            if (observed) {
                RequestObserver.setRoute(ctx.req(), endpoint.path);
            }
            ContentNegotiation.check(
                    ctx,
                    path -> AccountPages.isPage(path) || ApiDocuments.isPage(path),
                    path -> ApiDocuments.isAsset(path) || StartPage.isIcon(path));
            endpoint.handler.handle(ctx);
        };
    }

    private static boolean isWildcard(String host) {
        try {
            return InetAddress.getByName(host).isAnyLocalAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }

    /** Javalin logs a failure and then throws it. The caller reports it once. */
    private static void withoutLog(Runnable step) {
        boolean before = JavalinLogger.enabled;
        JavalinLogger.enabled = false;
        try {
            step.run();
        } finally {
            JavalinLogger.enabled = before;
        }
    }
}
