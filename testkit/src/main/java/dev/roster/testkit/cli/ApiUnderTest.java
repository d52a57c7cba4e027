package dev.roster.testkit.cli;

import dev.roster.testkit.conformance.Provided;
import dev.roster.testkit.contract.api.ApiListener;
import dev.roster.testkit.contract.api.RosterApiContract;
import java.net.URI;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.engine.support.store.Namespace;
import org.junit.platform.launcher.LauncherSession;

/** The API contract, run on the server of a launcher session. */
@ExtendWith(ApiUnderTest.SubjectResolver.class)
final class ApiUnderTest extends RosterApiContract {

    private final ServerUnderTest subject;

    ApiUnderTest(ServerUnderTest subject) {
        this.subject = subject;
    }

    /** Makes the server available to all clauses of a session. */
    static void provide(ServerUnderTest subject, LauncherSession session) {
        session.getStore().put(Namespace.create(ApiUnderTest.class), ServerUnderTest.class, subject);
    }

    @BeforeEach
    void awaitLoginCapacity() throws InterruptedException {
        subject.attempts().awaitCapacity();
    }

    @Override
    protected URI baseUri() {
        return subject.baseUri();
    }

    @Override
    protected Mailbox mailbox() {
        return subject.mailbox();
    }

    @Override
    protected Provided<String> adminToken() {
        return subject.adminToken();
    }

    @Override
    protected Provided<String> allowedOrigin() {
        return subject.allowedOrigin();
    }

    @Override
    protected ApiListener listener() {
        return subject.listener();
    }

    /** Passes the server to each instance. */
    static final class SubjectResolver implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == ServerUnderTest.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            ExtensionContext.Namespace ours = ExtensionContext.Namespace.create(ApiUnderTest.class);
            return Objects.requireNonNull(
                    context.getStore(StoreScope.LAUNCHER_SESSION, ours).get(ServerUnderTest.class),
                    "the session has no server");
        }
    }
}
