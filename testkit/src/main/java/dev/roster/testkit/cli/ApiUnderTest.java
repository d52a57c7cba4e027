package dev.roster.testkit.cli;

import dev.roster.testkit.conformance.Provided;
import dev.roster.testkit.conformance.fault.FaultControl;
import dev.roster.testkit.contract.api.ApiListener;
import dev.roster.testkit.contract.api.RosterApiContract;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.support.TypeBasedParameterResolver;
import org.junit.platform.engine.support.store.Namespace;
import org.junit.platform.launcher.LauncherSession;

/** The API contract on the server of a run, with its mails, admin and origins as far as the options provide them. */
@ExtendWith(ApiUnderTest.RunResolver.class)
final class ApiUnderTest extends RosterApiContract {

    private final ConformanceRun run;

    ApiUnderTest(ConformanceRun run) {
        this.run = run;
    }

    /** Makes the run available to all clauses of a session. */
    static void provide(ConformanceRun run, LauncherSession session) {
        session.getStore().put(Namespace.create(ApiUnderTest.class), ConformanceRun.class, run);
    }

    @BeforeEach
    void awaitLoginCapacity() throws InterruptedException {
        run.attempts().awaitCapacity();
    }

    @Override
    protected URI baseUri() {
        return run.options().baseUri();
    }

    @Override
    protected Mailbox mailbox() {
        return run.mailbox();
    }

    @Override
    protected Provided<String> adminToken() {
        return provided(run.options().adminToken, "--admin-token is not given");
    }

    @Override
    protected Provided<String> allowedOrigin() {
        return provided(
                run.options().corsOrigin.filter(origin -> !origin.equals(Options.NO_ORIGIN)),
                "the server allows no origin");
    }

    @Override
    protected Provided<FaultControl> databaseFaults() {
        return provided(run.faultControl(), "the database of the server cannot be made unavailable");
    }

    @Override
    protected ApiListener listener() {
        return run::listen;
    }

    private static <T> Provided<T> provided(Optional<T> value, String reason) {
        return value.map(Provided::of).orElseGet(() -> Provided.absent(reason));
    }

    /** Passes the run to each instance. */
    static final class RunResolver extends TypeBasedParameterResolver<ConformanceRun> {

        @Override
        public ConformanceRun resolveParameter(ParameterContext parameter, ExtensionContext context) {
            ExtensionContext.Namespace ours = ExtensionContext.Namespace.create(ApiUnderTest.class);
            return Objects.requireNonNull(
                    context.getStore(StoreScope.LAUNCHER_SESSION, ours).get(ConformanceRun.class, ConformanceRun.class),
                    "the session has no run");
        }
    }
}
