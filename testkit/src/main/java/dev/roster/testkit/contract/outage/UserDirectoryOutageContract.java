package dev.roster.testkit.contract.outage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.directory.DirectoryUnavailableException;
import dev.roster.application.port.directory.UserDirectory;
import dev.roster.application.port.directory.UserDirectory.DirectoryUser;
import dev.roster.domain.PageRequest;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.EmailAlreadyExistsException;
import dev.roster.domain.user.UserUpdate;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Provided;
import dev.roster.testkit.conformance.Rendezvous.Outcome;
import dev.roster.testkit.conformance.fault.Outage;
import dev.roster.testkit.conformance.fault.OutageContract;
import dev.roster.testkit.conformance.fault.Writers;
import dev.roster.testkit.data.Unique;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Contract of a {@link UserDirectory} whose server becomes unavailable and recovers. */
public abstract class UserDirectoryOutageContract extends OutageContract<UserDirectory> {

    /**
     * Returns the access token that the client sends; absent if it sends none. The clause about it reads all output of
     * this process, so a server in the same process must not log its requests.
     */
    protected abstract Provided<String> accessToken();

    @Override
    protected Duration longestCall() {
        return Duration.ofSeconds(5);
    }

    /**
     * Given a user. When the server is cut off, stopped or slow, and each method is called. Then each fails in bounded
     * time with {@link DirectoryUnavailableException}.
     */
    @Clause(
            value = "directory-outage.calls-fail-typed",
            promise = "While the server is away or does not respond, each call fails in bounded time with "
                    + "DirectoryUnavailableException.",
            needs = {"cut-connections", "slow-responses", "stopped-server"})
    void callsFailTyped() throws Exception {
        DirectoryUser known = client().create(Unique.emailAddress(), "Known");
        EmailAddress email = known.email().orElseThrow();
        for (Outage outage : outages()) {
            List<Callable<Object>> calls = callsOfEachMethod(known, email);
            outage.begin().run();
            List<Outcome<Object>> outcomes = runBounded(outage.name().equals("slow") ? calls.subList(0, 4) : calls);
            outage.end().run();

            for (Outcome<Object> outcome : outcomes) {
                assertThat(outcome.failure())
                        .as("a call during %s", outage.name())
                        .containsInstanceOf(DirectoryUnavailableException.class);
            }
            assertThat(awaitRecovery(() -> client().findById(known.id()))).isPresent();
        }
    }

    private List<Callable<Object>> callsOfEachMethod(DirectoryUser known, EmailAddress email) {
        return List.of(
                () -> client().findById(known.id()),
                () -> client().findAll(PageRequest.first()),
                () -> client().create(Unique.emailAddress(), "During"),
                () -> client().update(known.id(), new UserUpdate(email, "Known", "")),
                () -> client().delete(known.id()));
    }

    /**
     * Given a client with an access token. When the server is cut off or stopped, and each method is called. Then
     * neither an exception, with its causes, nor any output of the process contains the token. Of a client without a
     * token, they contain no header with one.
     */
    @Clause(
            value = "directory-outage.access-token-not-revealed",
            promise = "No exception and no log entry about a call that failed in an outage contains the access token.",
            needs = {"access-token", "cut-connections", "stopped-server"})
    void accessTokenIsNotRevealed() throws Exception {
        DirectoryUser known = client().create(Unique.emailAddress(), "Known");
        assertNotRevealed(
                accessToken().value().orElse("Bearer "),
                callsOfEachMethod(known, known.email().orElseThrow()));
    }

    /**
     * Given a user. When it is updated while the server is cut off or stopped. Then afterwards it has either all its
     * old values or all its new ones.
     */
    @Clause(
            value = "directory-outage.update-all-or-nothing",
            promise = "An update that fails in an outage changes all fields or none.",
            needs = {"cut-connections", "stopped-server"})
    void updateIsAllOrNothing() throws Exception {
        for (Outage outage : breaks()) {
            DirectoryUser before = client().create(Unique.emailAddress(), "Before");
            EmailAddress next = Unique.emailAddress();
            outage.begin().run();
            runBounded(List.<Callable<Object>>of(
                    () -> client().update(before.id(), new UserUpdate(next, "After", "Changed"))));
            outage.end().run();

            DirectoryUser found = awaitRecovery(() -> client().findById(before.id()))
                    .orElseThrow(() -> new AssertionError("the user is gone"));
            boolean changed = found.name().equals("After");
            assertThat(found.email()).isEqualTo(changed ? Optional.of(next) : before.email());
            assertThat(found.bio()).isEqualTo(changed ? "Changed" : "");
        }
    }

    /**
     * Given threads that create users. When the server is cut off and stopped meanwhile. Then a client that is opened
     * afterwards finds each acknowledged user; any other email address is free, or belongs to a complete user.
     */
    @Clause(
            value = "directory-outage.acknowledged-writes-kept",
            promise = "No acknowledged user is lost in an outage, and each other creation was done completely or not "
                    + "at all.",
            needs = {"cut-connections", "stopped-server"})
    void acknowledgedWritesAreKept() throws Exception {
        try (Writers<Creation> writers = new Writers<>(2, () -> {
            EmailAddress email = Unique.emailAddress();
            try {
                DirectoryUser created = client().create(email, "Ann");
                assertThat(created).as("result of a creation that did not fail").isNotNull();
                return new Creation(email, created);
            } catch (DirectoryUnavailableException failed) {
                return new Creation(email, null);
            }
        })) {
            for (Outage outage : breaks()) {
                writers.await(creation -> creation.created() != null, 5);
                outage.begin().run();
                writers.await(creation -> creation.created() == null, 2);
                outage.end().run();
            }
            writers.await(creation -> creation.created() != null, 5);
            List<Creation> all = writers.stop();
            UserDirectory reopened = reopen();
            for (Creation each : all) {
                DirectoryUser created = each.created();
                if (created != null) {
                    assertThat(reopened.findById(created.id())).contains(created);
                }
            }
            all.stream().filter(each -> each.created() == null).limit(10).forEach(each -> {
                try {
                    assertThat(reopened.create(each.email(), "Ann").email()).contains(each.email());
                } catch (EmailAlreadyExistsException stored) {
                    assertThat(reopened.findAll(new PageRequest(1, 100)).items())
                            .as("user that was created by a call that failed")
                            .anySatisfy(user -> {
                                assertThat(user.email()).contains(each.email());
                                assertThat(user.name()).isEqualTo("Ann");
                            });
                }
            });
        }
    }

    private record Creation(EmailAddress email, @Nullable DirectoryUser created) {}

    /**
     * Given a directory whose server becomes unavailable and recovers. When the same client is used afterwards. Then it
     * creates, finds and deletes users again.
     */
    @Clause(
            value = "directory-outage.recovers-without-restart",
            promise = "After an outage the same client creates, finds and deletes users again.",
            needs = {"cut-connections", "slow-responses", "stopped-server"})
    void recoversWithoutRestart() throws Exception {
        for (Outage outage : outages()) {
            outage.begin().run();
            runBounded(List.<Callable<Object>>of(() -> client().findAll(PageRequest.first())));
            outage.end().run();

            DirectoryUser created = awaitRecovery(() -> client().create(Unique.emailAddress(), "After"));
            assertThat(client().findById(created.id())).contains(created);
            assertThat(client().delete(created.id())).isTrue();
        }
    }
}
