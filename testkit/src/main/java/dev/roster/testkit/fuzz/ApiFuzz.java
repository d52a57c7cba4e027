package dev.roster.testkit.fuzz;

import dev.roster.testkit.fuzz.RawHttpClient.Outcome;
import dev.roster.testkit.fuzz.request.ByteText;
import dev.roster.testkit.fuzz.request.FuzzFixture;
import dev.roster.testkit.fuzz.request.FuzzRequest;
import dev.roster.testkit.fuzz.request.Operation;
import dev.roster.testkit.fuzz.request.RequestGenerator;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Fuzzer for an API with an OpenAPI 3.0 document. Sends almost valid requests and checks each response: no 5xx, no
 * hang, no connection closed without a response; only documented statuses or those of HTTP itself; all errors in one
 * shape. The same seed and fixture give the same requests. Used by one thread.
 */
public final class ApiFuzz {

    private static final int REQUESTS_PER_FIXTURE = 100;
    private static final int MAX_FINDINGS = 20;
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private final List<Operation> operations;
    private final URI base;
    private final FuzzFixture fixture;
    private final ErrorShape shape;
    private final Duration timeout;

    private ApiFuzz(List<Operation> operations, URI base, FuzzFixture ground, ErrorShape shape, Duration limit) {
        this.operations = operations;
        this.base = base;
        this.fixture = ground;
        this.shape = shape;
        this.timeout = limit;
    }

    /**
     * Creates a fuzzer that accepts errors of any shape and waits 15 seconds for a response.
     *
     * @param document the document in JSON
     * @param base the URL of the server, {@code http} only
     */
    public static ApiFuzz of(String document, URI base, FuzzFixture ground) {
        if (!"http".equals(base.getScheme())) {
            throw new IllegalArgumentException("the URL must use http, but was " + base);
        }
        return new ApiFuzz(ApiDocument.parse(document).operations(), base, ground, ErrorShape.ANY, TIMEOUT);
    }

    /** Returns a fuzzer that requires errors of this shape. */
    public ApiFuzz withErrorShape(ErrorShape errors) {
        return new ApiFuzz(operations, base, fixture, errors, timeout);
    }

    /** Returns a fuzzer with another timeout for responses. */
    public ApiFuzz withTimeout(Duration timeout) {
        return new ApiFuzz(operations, base, fixture, shape, timeout);
    }

    /** Returns the request for a seed and an index, using the current fixture. */
    public FuzzRequest request(long seed, int index) {
        String path = base.getPath().replaceFirst("/$", "");
        return new RequestGenerator(operations, base.getAuthority(), path, fixture).generate(seed, index);
    }

    /** Returns the number of operations in the document. The generator uses them in rotation. */
    public int operations() {
        return operations.size();
    }

    /** Sends the requests with the indexes from 0. */
    public FuzzReport run(long seed, int requests) throws Exception {
        return run(seed, 0, requests);
    }

    /** Renews the fixture and sends a single request. */
    public FuzzReport replay(long seed, int index) throws Exception {
        return run(seed, index, 1);
    }

    private FuzzReport run(long seed, int first, int requests) throws Exception {
        ResponseOracle judge = new ResponseOracle(operations, shape);
        Map<Integer, Integer> byStatus = new TreeMap<>();
        Map<String, Map<Integer, Integer>> byOperation = new LinkedHashMap<>();
        List<Finding> findings = new ArrayList<>();
        Set<String> kinds = new HashSet<>();
        int found = 0;
        try (RawHttpClient client =
                new RawHttpClient(base.getHost(), base.getPort() < 0 ? 80 : base.getPort(), timeout)) {
            for (int i = 0; i < requests; i++) {
                if (i % REQUESTS_PER_FIXTURE == 0) {
                    fixture.renew();
                }
                FuzzRequest request = request(seed, first + i);
                Outcome outcome = client.send(request);
                int status = outcome.response().map(RawHttpResponse::status).orElse(0);
                byStatus.merge(status, 1, Integer::sum);
                byOperation
                        .computeIfAbsent(request.operation().toString(), none -> new TreeMap<>())
                        .merge(status, 1, Integer::sum);
                Optional<String> complaint = judge.problem(request, outcome);
                if (complaint.isPresent()) {
                    found++;
                    String kind = request.operation() + " " + complaint.get();
                    // Only the first finding of each kind is kept.
                    if (kinds.add(kind) && findings.size() < MAX_FINDINGS) {
                        findings.add(new Finding(request, complaint.get(), describe(outcome)));
                    }
                }
            }
        }
        return new FuzzReport(seed, requests, byStatus, byOperation, List.copyOf(findings), found);
    }

    private static String describe(Outcome outcome) {
        return outcome.response()
                .map(response ->
                        response.status() + " " + response.headers() + "\n" + ByteText.escaped(response.byteText()))
                .orElse(outcome.failure());
    }
}
