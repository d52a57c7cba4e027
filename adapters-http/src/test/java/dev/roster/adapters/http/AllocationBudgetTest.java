package dev.roster.adapters.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.roster.application.port.storage.PostRepository;
import dev.roster.application.port.storage.Storage;
import dev.roster.domain.post.NewPost;
import dev.roster.domain.post.PostId;
import dev.roster.domain.user.UserId;
import dev.roster.testkit.data.NewPostBuilder;
import dev.roster.testkit.data.NewUserBuilder;
import dev.roster.testkit.fake.forwarding.ForwardingStorage;
import dev.roster.testkit.fake.storage.InMemoryStorage;
import dev.roster.testkit.fuzz.RawHttpConnection;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Fails if a request allocates more than its budget. Each budget is slightly more than measured with the fakes: 10.5,
 * 16.3 and 29.4 KB on JDK 17; 10.4, 17.3 and 30.2 KB on JDK 25. Allocations do not depend on the speed or load of the
 * machine.
 *
 * <p>Counts the allocations of all threads except the client's, so no other test may run at the same time. On JDK 17
 * requests run on pool threads. On JDK 25 they run on virtual threads, whose allocations count for their carriers.
 */
@Isolated
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AllocationBudgetTest {

    private static final int WARM_UP = 2_000;
    private static final int MEASURED = 500;
    private static final int ROUNDS = 3;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final TestServer server = TestServer.withStorage(storage());
    private final String token;
    private final RawHttpConnection connection;

    AllocationBudgetTest() throws IOException, InterruptedException {
        token = server.newUser().token();
        connection = RawHttpConnection.open("localhost", server.port());
    }

    @Test
    void publicProfileStaysWithinBudget() throws IOException {
        assertBudget(11_700, "GET /users/1 HTTP/1.1", "", "");
    }

    @Test
    void authenticatedPostStaysWithinBudget() throws IOException {
        String headers = "Authorization: Bearer " + token + "\r\nContent-Type: application/json\r\n";

        assertBudget(
                17_700,
                "POST /posts HTTP/1.1",
                headers,
                "{\"title\":\"A title\",\"content\":\"Some words, and some more.\",\"published\":true}");
    }

    @Test
    void firstPageStaysWithinBudget() throws IOException {
        assertBudget(31_900, "GET /posts HTTP/1.1", "", "");
    }

    @AfterAll
    void close() throws IOException {
        connection.close();
        server.close();
    }

    private void assertBudget(long budget, String requestLine, String headers, String body) throws IOException {
        String request = requestLine + "\r\nHost: localhost\r\n" + headers + "Content-Length: " + body.length()
                + "\r\n\r\n" + body;
        send(request, WARM_UP);

        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            Map<Long, Long> before = allocatedByOtherThreads();
            send(request, MEASURED);
            least = Math.min(least, allocatedSince(before) / MEASURED);
        }

        // A value far below the budget means that the request threads were not counted.
        assertThat(least).as("bytes allocated by %s", requestLine).isBetween(budget / 4, budget);
    }

    private void send(String request, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            assertThat(connection.exchange(request).status()).isBetween(200, 201);
        }
    }

    /** Returns the bytes that live threads have allocated since. A thread that has ended does not count. */
    private static long allocatedSince(Map<Long, Long> before) {
        return allocatedByOtherThreads().entrySet().stream()
                .mapToLong(thread -> thread.getValue() - before.getOrDefault(thread.getKey(), 0L))
                .sum();
    }

    private static Map<Long, Long> allocatedByOtherThreads() {
        long own = Thread.currentThread().getId();
        return Arrays.stream(THREADS.getAllThreadIds())
                .filter(id -> id != own)
                .boxed()
                .collect(Collectors.toMap(Function.identity(), id -> Math.max(0, THREADS.getThreadAllocatedBytes(id))));
    }

    /** A storage with a page of posts. Further posts are not stored: the fake would copy its whole state for each. */
    private static Storage storage() {
        InMemoryStorage storage = new InMemoryStorage();
        UserId author = storage.users().create(NewUserBuilder.aUser().build()).id();
        for (int i = 0; i < 20; i++) {
            storage.posts()
                    .create(NewPostBuilder.aPostBy(author).published(true).build());
        }
        PostRepository posts = (PostRepository) Proxy.newProxyInstance(
                PostRepository.class.getClassLoader(),
                new Class<?>[] {PostRepository.class},
                (proxy, method, args) -> args[0] instanceof NewPost post
                        ? post.toPost(new PostId(1))
                        : method.invoke(storage.posts(), args));
        return new ForwardingStorage(storage) {
            @Override
            public PostRepository posts() {
                return posts;
            }
        };
    }
}
