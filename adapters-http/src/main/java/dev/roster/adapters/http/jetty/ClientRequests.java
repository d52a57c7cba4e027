package dev.roster.adapters.http.jetty;

import dev.roster.adapters.http.request.ClientAddresses;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Limits the running requests of each client. Further ones wait for those; if too many wait, the rest are rejected
 * (429). Health checks are exempt.
 */
public final class ClientRequests extends Handler.Wrapper {

    private final ClientAddresses clients;
    private final ClientLimits limits;
    private final Object lock = new Object();
    private final Map<String, Client> open = new HashMap<>();

    public ClientRequests(ClientAddresses clients, ClientLimits limits) {
        this.clients = clients;
        this.limits = limits;
    }

    /** Requests of one client. Guarded by the lock of the handler. */
    private static final class Client {
        private int running;
        private final Queue<Runnable> waiting = new ArrayDeque<>();
    }

    private enum Decision {
        RUN,
        WAIT,
        REJECT
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Optional<String> limited =
                RequestThreads.isHealthCheck(request) ? Optional.empty() : clients.limitedNetwork(request);
        if (limited.isEmpty()) {
            return super.handle(request, response, callback);
        }
        String client = limited.get();
        switch (decide(client, () -> resume(client, request, response, callback))) {
            case RUN -> {
                return run(client, request, response, callback);
            }
            case REJECT -> {
                Response.writeError(request, response, callback, 429);
            }
            case WAIT -> {
                // A request that ends calls resume.
            }
        }
        return true;
    }

    private Decision decide(String client, Runnable resume) {
        synchronized (lock) {
            Client requests = open.computeIfAbsent(client, first -> new Client());
            if (requests.running < limits.requests()) {
                requests.running++;
                return Decision.RUN;
            }
            if (requests.waiting.size() < limits.waitingRequests()) {
                requests.waiting.add(resume);
                return Decision.WAIT;
            }
            return Decision.REJECT;
        }
    }

    private boolean run(String client, Request request, Response response, Callback callback) throws Exception {
        Request.addCompletionListener(request, ended -> end(client));
        return super.handle(request, response, callback);
    }

    private void resume(String client, Request request, Response response, Callback callback) {
        RequestThreads.resume(getServer(), request, response, callback, () -> run(client, request, response, callback));
    }

    /** Passes the place of a request that has ended to the next one. */
    private void end(String client) {
        Optional<Runnable> next;
        synchronized (lock) {
            Client requests = open.get(client);
            if (requests == null) {
                return;
            }
            next = Optional.ofNullable(requests.waiting.poll());
            if (next.isEmpty()) {
                requests.running--;
                if (requests.running == 0) {
                    open.remove(client);
                }
            }
        }
        next.ifPresent(Runnable::run);
    }
}
