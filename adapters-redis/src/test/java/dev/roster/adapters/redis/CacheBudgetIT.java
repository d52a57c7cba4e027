package dev.roster.adapters.redis;

import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.roster.application.port.cache.UserCache.Hit;
import dev.roster.application.port.cache.UserCache.Lease;
import dev.roster.application.port.cache.UserCache.Miss;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.server.DedicatedRedisServer;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.RedisClient;

/**
 * Limits on the cost of {@link RedisUserCache} operations, in figures that do not depend on the machine. Redis also
 * counts the commands inside a script: the client sends only {@code evalsha} and the {@code get} before it.
 */
class CacheBudgetIT {

    /**
     * A hit takes 2,100 bytes in compiled code. When the script returned it and it was parsed as a tree, it took 7,550.
     */
    private static final long BYTES_PER_HIT = 3_500;

    private static final int HITS = 200;
    private static final int ROUNDS = 10;
    private static final Pattern COMMAND = Pattern.compile("cmdstat_(?!config|info)([a-z]+):calls=(\\d+)");

    private final DedicatedRedisServer server = new DedicatedRedisServer();
    private final RedisClient operator = RedisClient.create(server.url());
    private final RedisConnection redis =
            RedisConnection.open(RedisSettings.parse(server.url()).withCommandTimeout(TestRedis.COMMAND_TIMEOUT));
    private final RedisUserCache cache = new RedisUserCache(redis, RedisUserCache.DEFAULT_TTL);
    private final User user = aUser().withBio("Writes about databases.").build().toUser(new UserId(42));

    @BeforeEach
    void openConnections() {
        operator.ping();
        assertThat(redis.isUp()).isTrue();
    }

    @AfterEach
    void close() {
        redis.close();
        operator.close();
        server.close();
    }

    @Test
    void hitSendsOneGet() {
        fill();

        assertThat(commandsOf(() -> cache.find(user.id()))).containsExactly(entry("get", 1));
    }

    @Test
    void findOfDeletedUserSendsOneGet() {
        cache.markDeleted(user.id());

        assertThat(commandsOf(() -> cache.find(user.id()))).containsExactly(entry("get", 1));
    }

    @Test
    void firstMissSendsGetAndScript() {
        assertThat(commandsOf(() -> cache.find(user.id())))
                .containsExactly(entry("evalsha", 1), entry("get", 2), entry("set", 1));
    }

    @Test
    void missWhileAnotherClientLoadsSendsOneGet() {
        cache.find(user.id());

        assertThat(commandsOf(() -> cache.find(user.id()))).containsExactly(entry("get", 1));
    }

    @Test
    void corruptedEntrySendsGetAndScript() {
        fill();
        String entry = operator.get("user:42");
        operator.set("user:42", entry.replace("\"verified\":", "\"verified\":7"));

        assertThat(commandsOf(() -> cache.find(user.id())))
                .containsExactly(entry("evalsha", 1), entry("get", 2), entry("set", 1));
    }

    @Test
    void fillSendsOneScript() {
        Lease lease = leaseOfMiss();

        assertThat(commandsOf(() -> cache.fill(user, lease)))
                .containsExactly(entry("evalsha", 1), entry("get", 1), entry("set", 1));
    }

    @Test
    void leaseSendsOneScript() {
        assertThat(commandsOf(() -> cache.acquireLease(user.id())))
                .containsExactly(entry("evalsha", 1), entry("get", 1), entry("set", 1));
    }

    @Test
    void refreshSendsOneScript() {
        fill();

        assertThat(commandsOf(() -> cache.refresh(user.withVersion(2), Optional.empty())))
                .containsExactly(entry("evalsha", 1), entry("get", 1), entry("set", 1));
    }

    @Test
    void invalidateSendsOneScript() {
        fill();

        assertThat(commandsOf(() -> cache.invalidate(user.id(), 2)))
                .containsExactly(entry("del", 1), entry("evalsha", 1), entry("get", 1));
    }

    @Test
    void markDeletedSendsOneScript() {
        fill();

        assertThat(commandsOf(() -> cache.markDeleted(user.id())))
                .containsExactly(entry("evalsha", 1), entry("get", 1), entry("set", 1));
    }

    @Test
    void hitStaysWithinAllocationBudget() {
        fill();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < HITS; i++) {
                assertHit();
            }
            least = Math.min(least, (threads.getCurrentThreadAllocatedBytes() - before) / HITS);
        }

        assertThat(least).as("bytes per hit").isBetween(1L, BYTES_PER_HIT);
    }

    private void assertHit() {
        if (!(cache.find(user.id()) instanceof Hit)) {
            throw new AssertionError("no hit");
        }
    }

    private Lease leaseOfMiss() {
        return ((Miss) cache.find(user.id())).lease().orElseThrow();
    }

    private void fill() {
        assertThat(cache.fill(user, leaseOfMiss())).isTrue();
    }

    private Map<String, Integer> commandsOf(Runnable operation) {
        TestRedis.command(operator, Command.CONFIG, "RESETSTAT");
        operation.run();
        Map<String, Integer> commands = new TreeMap<>();
        Matcher matcher = COMMAND.matcher(operator.info("commandstats"));
        while (matcher.find()) {
            commands.put(matcher.group(1), Integer.parseInt(matcher.group(2)));
        }
        return commands;
    }
}
