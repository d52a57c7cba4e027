package dev.roster.adapters.http;

import dev.roster.adapters.http.errors.ErrorResponses;
import dev.roster.adapters.http.request.Json;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Header;
import java.util.Map;

/** Liveness and readiness checks. */
final class HealthRoutes {

    private final HealthChecks checks;

    HealthRoutes(HealthChecks checks) {
        this.checks = checks;
    }

    void register(RoutesConfig routes) {
        routes.get("/health/live", HealthRoutes::live).head("/health/live", HealthRoutes::live);
        routes.get("/health/ready", this::ready).head("/health/ready", this::ready);
    }

    private static void live(Context ctx) {
        ctx.header(Header.CACHE_CONTROL, "no-store");
        Json.respond(ctx, 200, Map.of("status", "up"));
    }

    private void ready(Context ctx) {
        Readiness readiness = checks.readiness();
        ctx.header(Header.CACHE_CONTROL, "no-store");
        if (readiness.ready()) {
            Json.respond(ctx, 200, new Ready(readiness.status(), readiness.parts()));
        } else {
            ctx.header(Header.RETRY_AFTER, "1");
            String requestId = ErrorResponses.requestId(ctx);
            Json.respond(ctx, 503, new NotReady(503, "Not ready", readiness.detail(), requestId, readiness.parts()));
        }
    }

    /** Response of a ready service. The status is {@code "degraded"} if an optional dependency is down. */
    record Ready(String status, Map<String, String> parts) {}

    /** Error response of a service that is not ready, with the state of each dependency. */
    record NotReady(int status, String error, String detail, String requestId, Map<String, String> parts) {}
}
