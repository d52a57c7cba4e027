package dev.roster.bootstrap.measure;

import dev.roster.bootstrap.process.TestApiClient;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Users of one server that log in and post; their email addresses are {@code author-0@example.com} and so on. */
record Accounts(List<String> tokens) {

    private static final int COUNT = 16;

    static Accounts register(URI server) {
        TestApiClient api = new TestApiClient(server);
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            tokens.add(TestApiClient.token(api.register("author-" + i + "@example.com", "Author " + i)));
        }
        return new Accounts(tokens);
    }

    /** Replaces {@code TOKENS} and {@code AUTHORS} with these accounts, and {@code TAG} with a new word each time. */
    String fillScript(String script) {
        String quoted = tokens.stream().map(token -> '"' + token + '"').collect(Collectors.joining(", "));
        return script.replace("TOKENS", quoted)
                .replace("AUTHORS", Integer.toString(COUNT))
                .replace("TAG", "run-" + System.nanoTime());
    }
}
