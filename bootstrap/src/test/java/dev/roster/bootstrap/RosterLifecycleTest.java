package dev.roster.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roster.adapters.http.HttpSettings;
import dev.roster.adapters.http.ServerStartException;
import dev.roster.application.port.cache.UserCache;
import dev.roster.application.port.security.LoginThrottle;
import dev.roster.testkit.fake.FastPasswordHasher;
import dev.roster.testkit.fake.InMemoryEmailService;
import dev.roster.testkit.fake.InMemoryNotificationService;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The order in which a service opens and closes its components, also if one of them cannot be opened. */
@Isolated("counts the threads of relays")
class RosterLifecycleTest {

    private static final List<String> IN_ORDER = List.of("storage", "redis", "hasher", "mail");

    /** Has the names of components when they are opened, and the names after a minus when they are closed. */
    private final List<String> events = new ArrayList<>();

    private int port;

    @Test
    void closesServerAndRelaysBeforeComponents() {
        List<Boolean> served = new ArrayList<>();
        Roster roster = start("none", HttpSettings.on("127.0.0.1", 0), () -> served.add(isServed()));
        port = roster.baseUri().getPort();
        assertThat(isServed()).isTrue();
        assertThat(relayThreads()).isNotEmpty();

        roster.close();
        roster.close();

        assertThat(events)
                .containsExactly("storage", "redis", "hasher", "mail", "-mail", "-hasher", "-redis", "-storage");
        assertThat(served).containsOnly(false).hasSize(4);
        assertThat(relayThreads()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"storage, 0", "redis, 1", "hasher, 2", "mail, 3"})
    void closesWhatIsOpenIfComponentFails(String failing, int opened) {
        assertThatThrownBy(() -> start(failing, HttpSettings.on("127.0.0.1", 0), () -> {}))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage(failing);

        List<String> expected = new ArrayList<>(IN_ORDER.subList(0, opened));
        for (int i = opened - 1; i >= 0; i--) {
            expected.add("-" + IN_ORDER.get(i));
        }
        assertThat(events).isEqualTo(expected);
        assertThat(relayThreads()).isEmpty();
    }

    @Test
    void closesWhatIsOpenIfServerFails() throws IOException {
        try (ServerSocket occupied = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            HttpSettings http = HttpSettings.on("127.0.0.1", occupied.getLocalPort());

            assertThatThrownBy(() -> start("none", http, () -> {})).isInstanceOf(ServerStartException.class);
        }

        assertThat(events)
                .containsExactly("storage", "redis", "hasher", "mail", "-mail", "-hasher", "-redis", "-storage");
        assertThat(relayThreads()).isEmpty();
    }

    private Roster start(String failing, HttpSettings http, Runnable onClose) {
        RosterBuilder builder =
                RosterBuilder.on(Optional.empty(), component("storage", failing, InMemoryStorage::new, onClose));
        return builder.redis(component("redis", failing, RosterLifecycleTest::redis, onClose))
                .passwordHasher(component("hasher", failing, FastPasswordHasher::new, onClose))
                .mail(component("mail", failing, InMemoryEmailService::new, onClose))
                .http(http)
                .start();
    }

    private static RedisParts redis() {
        return new RedisParts(
                UserCache.NONE,
                UserCache.NONE,
                new InMemoryNotificationService(),
                LoginThrottle.NONE,
                () -> true,
                Map.of());
    }

    private <T> Opener<T> component(String name, String failing, Supplier<T> create, Runnable onClose) {
        return opened -> {
            if (name.equals(failing)) {
                throw new UnsupportedOperationException(name);
            }
            events.add(name);
            opened.add(() -> {
                onClose.run();
                assertThat(relayThreads()).isEmpty();
                events.add("-" + name);
            });
            return create.get();
        };
    }

    private boolean isServed() {
        try (Socket connection = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return connection.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    private static List<String> relayThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.endsWith("relay"))
                .toList();
    }
}
