package dev.roster.bootstrap.measure;

import com.sun.tools.attach.VirtualMachine;
import dev.roster.bootstrap.process.TestApiClient;
import dev.roster.bootstrap.process.TestSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** A process of a measured server. */
final class ServerProcess implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    private final Process process;
    private final URI uri;
    private final Duration timeToFirstResponse;

    private ServerProcess(Process process, URI uri, Duration firstAnswer) {
        this.process = process;
        this.uri = uri;
        this.timeToFirstResponse = firstAnswer;
    }

    /** The directory, port, database and Redis of one server, which no other server uses. */
    record ServerEnvironment(Path directory, int port, String jdbcUrl, String redisUrl) {}

    /** Starts a process and waits for the first 200 of {@code /health/ready}. */
    static ServerProcess start(ServerUnderTest subject, ServerEnvironment place) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(subject.command(place.port(), place.jdbcUrl(), place.redisUrl()))
                .directory(place.directory().toFile())
                .redirectErrorStream(true)
                .redirectOutput(place.directory().resolve("log.txt").toFile());
        builder.environment().keySet().removeIf(name -> name.endsWith("_URL") || name.equals("JAVA_TOOL_OPTIONS"));
        builder.environment()
                .putAll(TestSettings.of(
                        place.jdbcUrl(),
                        "HTTP_PORT",
                        Integer.toString(place.port()),
                        "REDIS_URL",
                        place.redisUrl(),
                        // A slow reply on a busy machine must not count as an outage.
                        "REDIS_TIMEOUT",
                        "PT10S",
                        "CLIENT_LIMITS",
                        "off",
                        "LOGIN_THROTTLE",
                        "off"));
        builder.environment().putAll(subject.settings());
        long began = System.nanoTime();
        Process process = builder.start();
        URI uri = URI.create("http://localhost:" + place.port());
        TestApiClient api = new TestApiClient(uri);
        while (!api.isReady()) {
            if (!process.isAlive() || System.nanoTime() - began > START_LIMIT.toNanos()) {
                process.destroyForcibly();
                throw new IllegalStateException(subject.name() + " did not start: "
                        + Files.readString(place.directory().resolve("log.txt")));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        return new ServerProcess(process, uri, Duration.ofNanos(System.nanoTime() - began));
    }

    URI uri() {
        return uri;
    }

    long pid() {
        return process.pid();
    }

    /** Returns the time from the start of the process to the first 200. */
    Duration timeToFirstResponse() {
        return timeToFirstResponse;
    }

    /** Returns the current resident memory. */
    double residentMib() throws IOException {
        String rss = Files.readAllLines(Path.of("/proc/" + pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(rss.replaceAll("\\D", "")) / 1024.0;
    }

    /** Returns the processor time since the start of the process, in steps of 10 ms. */
    Duration cpuTime() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** Returns the bytes allocated on the heap by all running threads. */
    @SuppressWarnings("BanJNDI") // the other process was started by this one
    long allocatedBytes() throws Exception {
        VirtualMachine machine = VirtualMachine.attach(Long.toString(pid()));
        try (JMXConnector jmx = JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()))) {
            MBeanServerConnection beans = jmx.getMBeanServerConnection();
            ObjectName threads = new ObjectName("java.lang:type=Threading");
            if (Runtime.version().feature() >= 21) {
                // This method includes the carriers of virtual threads, which have no ids.
                return (Long) beans.getAttribute(threads, "TotalThreadAllocatedBytes");
            }
            Object ids = beans.getAttribute(threads, "AllThreadIds");
            Object bytes = beans.invoke(
                    threads, "getThreadAllocatedBytes", new Object[] {ids}, new String[] {long[].class.getName()});
            return LongStream.of((long[]) bytes).filter(count -> count > 0).sum();
        } finally {
            machine.detach();
        }
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
