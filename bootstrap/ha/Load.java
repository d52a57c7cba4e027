import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Clients of the API for the scenarios of this folder. Each client registers, logs in, posts, changes its profile and
 * reads, one request after another, and records the writes that were acknowledged. At the end they are all read back.
 * Each line on standard input is the name of a fault that happens now; the line {@code end} ends the requests.
 *
 * <p>Exit code 1: an acknowledged write was lost, or requests failed until the end. No request is repeated.
 *
 * <p>{@code java Load.java URL CLIENTS}
 */
final class Load {

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration RECOVERY_TIMEOUT = Duration.ofSeconds(60);
    private static final long PAUSE_MILLIS = 20;
    private static final long PAUSE_AFTER_FAILURE_MILLIS = 200;
    private static final String PASSWORD = "correct horse battery";
    private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");
    private static final Pattern BIO = Pattern.compile("\"bio\":\"(\\d*)\"");
    private static final Pattern TOKEN = Pattern.compile("\"access_token\":\"([^\"]+)\"");

    private final String url;
    private final long runId = System.currentTimeMillis();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
    private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
    private final Map<Long, String> posts = new ConcurrentHashMap<>();
    private final Map<Long, String> emails = new ConcurrentHashMap<>();
    private final Map<Long, Change> changes = new ConcurrentHashMap<>();
    private final AtomicLong acknowledged = new AtomicLong();
    private final Queue<StaleRead> staleReads = new ConcurrentLinkedQueue<>();
    private final AtomicLong names = new AtomicLong();

    private volatile boolean ended;

    private Load(String url) {
        this.url = url;
    }

    /** A read that ended at {@code at}, so long after the change that it did not return. */
    private record StaleRead(long at, long nanos) {}

    /** The last acknowledged change of a profile. */
    private record Change(long bio, long at) {}

    /** A fault that was reported, at a value of {@link System#nanoTime}. */
    private record Fault(long at, String name) {}

    /** The outcome of a request: when it ended, and the status or the exception if it failed. */
    private record Outcome(long at, boolean write, String failure) {

        boolean succeeded() {
            return failure.isEmpty();
        }
    }

    public static void main(String[] args) throws Exception {
        if (args.length != 2) {
            System.err.println("usage: java Load.java URL CLIENTS");
            System.exit(2);
        }
        System.exit(new Load(args[0]).run(Integer.parseInt(args[1])) ? 0 : 1);
    }

    private boolean run(int clients) throws Exception {
        List<Client> all = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            all.add(new Client(register()));
        }
        outcomes.clear();
        System.out.println("started");
        Thread reader = new Thread(this::readFaults);
        reader.setDaemon(true);
        reader.start();
        long start = System.nanoTime();
        inParallel(all.stream().<Runnable>map(client -> client::work).toList());
        long end = System.nanoTime();
        List<Outcome> measured = outcomes.stream()
                .sorted(Comparator.comparingLong(Outcome::at))
                .toList();
        long lost = lostWrites(clients);
        return print(measured, start, end, lost);
    }

    private void readFaults() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null && !line.equals("end"); line = lines.readLine()) {
                faults.add(new Fault(System.nanoTime(), line));
            }
            ended = true;
        } catch (IOException closed) {
            // no more faults
        }
    }

    private static void inParallel(List<Runnable> works) throws InterruptedException {
        List<Thread> threads = works.stream().map(Thread::new).toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** One registered user. */
    private final class Client {

        private final Registered user;
        private final List<Long> own = new ArrayList<>();
        private long lastBio;

        Client(Registered user) {
            this.user = user;
        }

        void work() {
            ThreadLocalRandom random = ThreadLocalRandom.current();
            while (!ended) {
                post();
                if (!own.isEmpty()) {
                    send(false, request("/posts/" + own.get(random.nextInt(own.size()))));
                }
                if (random.nextInt(4) == 0) {
                    changeProfile();
                }
                readProfile();
                if (random.nextInt(20) == 0) {
                    logIn(user.email());
                }
                if (random.nextInt(40) == 0) {
                    register();
                }
            }
        }

        private void post() {
            String title = "Post " + names.incrementAndGet();
            HttpResponse<String> response = send(
                    true,
                    json("/posts", "{\"title\":\"" + title + "\",\"content\":\"x\",\"published\":true}")
                            .header("Authorization", "Bearer " + user.token()));
            if (response != null) {
                long id = Long.parseLong(find(ID, response.body()));
                own.add(id);
                posts.put(id, title);
            }
        }

        private void changeProfile() {
            long bio = lastBio + 1;
            lastBio = bio;
            HttpResponse<String> response = send(
                    true,
                    request("/users/me")
                            .method("PATCH", BodyPublishers.ofString("{\"bio\":\"" + bio + "\"}"))
                            .header("Content-Type", "application/json")
                            .header("Authorization", "Bearer " + user.token()));
            if (response != null) {
                changes.put(user.id(), new Change(bio, System.nanoTime()));
            }
        }

        /** Reads a profile through the cache. It must have the last acknowledged change, or a later one. */
        private void readProfile() {
            List<Long> changed = List.copyOf(changes.keySet());
            long id = changed.isEmpty()
                    ? user.id()
                    : changed.get(ThreadLocalRandom.current().nextInt(changed.size()));
            Change last = changes.getOrDefault(id, new Change(0, 0));
            HttpResponse<String> response = send(false, request("/users/" + id));
            if (response != null && number(find(BIO, response.body())) < last.bio()) {
                long now = System.nanoTime();
                staleReads.add(new StaleRead(now, now - last.at()));
            }
        }
    }

    private record Registered(long id, String email, String token) {}

    private Registered register() {
        String email = "client" + names.incrementAndGet() + "." + runId + "@example.com";
        HttpResponse<String> response = send(
                true,
                json(
                        "/auth/register",
                        "{\"email\":\"" + email + "\",\"password\":\"" + PASSWORD + "\",\"name\":\"Client\"}"));
        if (response == null) {
            return new Registered(0, email, "");
        }
        long id = Long.parseLong(find(ID, response.body()));
        emails.put(id, email);
        return new Registered(id, email, find(TOKEN, response.body()));
    }

    private boolean logIn(String email) {
        String form = "username=" + URLEncoder.encode(email, StandardCharsets.UTF_8) + "&password="
                + URLEncoder.encode(PASSWORD, StandardCharsets.UTF_8);
        return send(
                        false,
                        request("/auth/login")
                                .POST(BodyPublishers.ofString(form))
                                .header("Content-Type", "application/x-www-form-urlencoded"))
                != null;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).timeout(REQUEST_TIMEOUT);
    }

    private HttpRequest.Builder json(String path, String body) {
        return request(path).POST(BodyPublishers.ofString(body)).header("Content-Type", "application/json");
    }

    /** Sends a request and records its outcome. Returns the response, or null if the request failed. */
    private HttpResponse<String> send(boolean write, HttpRequest.Builder request) {
        String failure = "";
        HttpResponse<String> response = null;
        try {
            response = http.send(request.build(), BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                failure = Integer.toString(response.statusCode());
            }
        } catch (IOException failed) {
            failure = failed.getClass().getSimpleName();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
        outcomes.add(new Outcome(System.nanoTime(), write, failure));
        if (failure.isEmpty() && write) {
            acknowledged.incrementAndGet();
        }
        pause(failure.isEmpty() ? PAUSE_MILLIS : PAUSE_AFTER_FAILURE_MILLIS);
        return failure.isEmpty() ? response : null;
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** Reads all acknowledged writes back, and returns how many are missing or have another value. */
    private long lostWrites(int threads) throws InterruptedException {
        AtomicLong lost = new AtomicLong();
        Queue<Runnable> checks = new ConcurrentLinkedQueue<>();
        posts.forEach((id, title) -> checks.add(
                () -> check(lost, "post " + id, "/posts/" + id, body -> body.contains("\"title\":\"" + title + "\""))));
        changes.forEach((id, last) -> checks.add(
                () -> check(lost, "profile " + id, "/users/" + id, body -> number(find(BIO, body)) >= last.bio())));
        emails.forEach((id, email) -> checks.add(() -> check(lost, "user " + id, "/users/" + id, body -> true)));
        inParallel(IntStream.range(0, threads)
                .<Runnable>mapToObj(i -> () -> {
                    for (Runnable next = checks.poll(); next != null; next = checks.poll()) {
                        next.run();
                    }
                })
                .toList());
        if (emails.values().stream().limit(threads).anyMatch(email -> !logIn(email))) {
            System.err.println("lost: a login");
            lost.incrementAndGet();
        }
        return lost.get();
    }

    private void check(AtomicLong lost, String what, String path, Predicate<String> expected) {
        long end = System.nanoTime() + RECOVERY_TIMEOUT.toNanos();
        String found = "";
        while (System.nanoTime() < end) {
            try {
                HttpResponse<String> response = http.send(request(path).build(), BodyHandlers.ofString());
                found = response.statusCode() + " " + response.body();
                if (response.statusCode() == 200 && expected.test(response.body())) {
                    return;
                }
                if (response.statusCode() == 404) {
                    break;
                }
            } catch (IOException failed) {
                found = failed.toString();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
            pause(PAUSE_AFTER_FAILURE_MILLIS);
        }
        System.err.println("lost: " + what + ": " + found);
        lost.incrementAndGet();
    }

    private static String find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("no " + pattern + " in " + text);
        }
        return matcher.group(1);
    }

    private static long number(String digits) {
        return digits.isEmpty() ? 0 : Long.parseLong(digits);
    }

    /** Prints the figures of each fault, and of the whole run. Returns whether nothing was lost and all recovered. */
    private boolean print(List<Outcome> measured, long start, long end, long lost) {
        boolean recovered = true;
        double longestRecovery = 0;
        List<Fault> sorted = new ArrayList<>(faults);
        for (int i = 0; i < sorted.size(); i++) {
            Fault fault = sorted.get(i);
            long until = i + 1 < sorted.size() ? sorted.get(i + 1).at() : end;
            List<Outcome> window = measured.stream()
                    .filter(outcome -> outcome.at() >= fault.at() && outcome.at() < until)
                    .toList();
            double recovery = recovery(window, measured, fault.at());
            recovered &= recovery >= 0;
            longestRecovery = Math.max(longestRecovery, recovery);
            System.out.println(fault.name() + ": " + figures(window, fault.at(), until) + ", "
                    + (recovery < 0 ? "not recovered" : "recovered after " + seconds(recovery)));
        }
        System.out.println("total: " + figures(measured, start, end));
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("requests", measured.size());
        result.put("failed", measured.stream().filter(outcome -> !outcome.succeeded()).count());
        result.put("gap_reads", seconds(longestGap(measured, false, start, end)));
        result.put("gap_writes", seconds(longestGap(measured, true, start, end)));
        result.put("recovered", recovered ? seconds(longestRecovery) : "no");
        result.put("acknowledged", acknowledged.get());
        result.put("lost", lost);
        result.put("stale", staleReads.size());
        StringBuilder line = new StringBuilder("result");
        result.forEach((name, value) -> line.append(' ').append(name).append('=').append(value));
        System.out.println(line);
        return lost == 0 && recovered;
    }

    /** Returns the seconds to the first success of each kind after the last failure of its kind; below 0 if none. */
    private static double recovery(List<Outcome> window, List<Outcome> measured, long fault) {
        double longest = 0;
        for (boolean write : new boolean[] {false, true}) {
            long last = window.stream()
                    .filter(outcome -> outcome.write() == write && !outcome.succeeded())
                    .mapToLong(Outcome::at)
                    .max()
                    .orElse(0);
            if (last != 0) {
                long next = measured.stream()
                        .filter(outcome -> outcome.write() == write && outcome.succeeded() && outcome.at() > last)
                        .mapToLong(Outcome::at)
                        .min()
                        .orElse(0);
                if (next == 0) {
                    return -1;
                }
                longest = Math.max(longest, (next - fault) / 1e9);
            }
        }
        return longest;
    }

    private String figures(List<Outcome> window, long from, long to) {
        Map<String, Long> failures = new TreeMap<>();
        window.stream()
                .filter(outcome -> !outcome.succeeded())
                .forEach(outcome ->
                        failures.merge((outcome.write() ? "write " : "read ") + outcome.failure(), 1L, Long::sum));
        return window.size() + " requests, failed " + failures + ", longest gap of reads "
                + seconds(longestGap(window, false, from, to)) + ", of writes "
                + seconds(longestGap(window, true, from, to)) + stale(from, to);
    }

    private String stale(long from, long to) {
        List<Long> ages = staleReads.stream()
                .filter(read -> read.at() >= from && read.at() < to)
                .map(StaleRead::nanos)
                .sorted()
                .toList();
        return ages.isEmpty()
                ? ""
                : ", " + ages.size() + " stale reads up to " + seconds(ages.get(ages.size() - 1) / 1e9)
                        + " after the change";
    }

    private static double longestGap(List<Outcome> window, boolean write, long from, long to) {
        long longest = 0;
        long last = from;
        for (Outcome outcome : window) {
            if (outcome.write() == write && outcome.succeeded()) {
                longest = Math.max(longest, outcome.at() - last);
                last = outcome.at();
            }
        }
        return Math.max(longest, to - last) / 1e9;
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.1fs", seconds);
    }
}
