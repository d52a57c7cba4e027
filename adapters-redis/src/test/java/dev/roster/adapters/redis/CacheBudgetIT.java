package dev.roster.adapters.redis;

import static dev.roster.testkit.data.NewUserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.roster.application.port.cache.UserCache.Hit;
import dev.roster.application.port.cache.UserCache.Lease;
import dev.roster.domain.user.User;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.server.DedicatedRedisServer;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
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
     * A hit takes 2,200 bytes in compiled code. When the script returned it and it was parsed as a tree, it took 7,550.
     */
    private static final long BYTES_PER_HIT = 3_500;

    private static final int HITS = 200;
    private static final int ROUNDS = 10;
    private static final Pattern COMMAND = Pattern.compile("cmdstat_(?!config|info)([a-z]+):calls=(\\d+)");

    private static final Map<String, Integer> ONE_GET = Map.of("get", 1);
    private static final Map<String, Integer> ONE_SCRIPT = Map.of("evalsha", 1, "get", 1, "set", 1);
    private static final Map<String, Integer> GET_AND_SCRIPT = Map.of("evalsha", 1, "get", 2, "set", 1);

    @AutoClose
    private final DedicatedRedisServer server = new DedicatedRedisServer();

    @AutoClose
    private final RedisClient operator = RedisClient.create(server.url());

    @AutoClose
    private final RedisConnection redis = TestRedis.connect(server.url());

    private final RedisUserCache cache = new RedisUserCache(redis, RedisUserCache.DEFAULT_TTL);
    private final User user = aUser().withBio("Writes about databases.").build().toUser(new UserId(42));

    @BeforeEach
    void openConnections() {
        operator.ping();
        assertThat(redis.isUp()).isTrue();
    }

    @Test
    void findSendsOneGetAndScriptOnlyToStoreLease() {
        assertThat(commandsOf(this::find)).as("first miss").isEqualTo(GET_AND_SCRIPT);
        assertThat(commandsOf(this::find))
                .as("miss while another client loads the user")
                .isEqualTo(ONE_GET);
        fill();
        assertThat(commandsOf(this::find)).as("hit").isEqualTo(ONE_GET);
        operator.set("user:42", operator.get("user:42").replace("\"verified\":", "\"verified\":7"));
        assertThat(commandsOf(this::find)).as("corrupted entry").isEqualTo(GET_AND_SCRIPT);
        cache.markDeleted(user.id());
        assertThat(commandsOf(this::find)).as("deleted user").isEqualTo(ONE_GET);
    }

    @Test
    void everyOtherOperationSendsOneScript() {
        assertThat(commandsOf(() -> cache.acquireLease(user.id()))).as("lease").isEqualTo(ONE_SCRIPT);
        Lease lease = TestRedis.leaseOfMiss(cache, user);
        assertThat(commandsOf(() -> cache.fill(user, lease))).as("fill").isEqualTo(ONE_SCRIPT);
        assertThat(commandsOf(() -> cache.refresh(user.withVersion(2), Optional.empty())))
                .as("refresh")
                .isEqualTo(ONE_SCRIPT);
        assertThat(commandsOf(() -> cache.invalidate(user.id(), 3)))
                .as("invalidation")
                .isEqualTo(Map.of("evalsha", 1, "get", 1, "del", 1));
        fill();
        assertThat(commandsOf(() -> cache.markDeleted(user.id())))
                .as("deletion")
                .isEqualTo(ONE_SCRIPT);
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

    private void find() {
        cache.find(user.id());
    }

    private void fill() {
        TestRedis.filledEntry(cache, user);
    }

    private Map<String, Integer> commandsOf(Runnable operation) {
        TestRedis.command(operator, Command.CONFIG, "RESETSTAT");
        operation.run();
        Map<String, Integer> commands = new HashMap<>();
        Matcher matcher = COMMAND.matcher(operator.info("commandstats"));
        while (matcher.find()) {
            commands.put(matcher.group(1), Integer.parseInt(matcher.group(2)));
        }
        return commands;
    }
}
