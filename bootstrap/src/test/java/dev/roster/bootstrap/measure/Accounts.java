package dev.roster.bootstrap.measure;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Users of one server that log in and post; their email addresses are {@code author-0@example.com} and so on. */
record Accounts(List<String> tokens) {

    private static final int COUNT = 16;
    private static final Pattern TOKEN = Pattern.compile("\"access_token\":\"([^\"]+)\"");

    static Accounts register(URI server) throws IOException, InterruptedException {
        HttpClient http = HttpClient.newHttpClient();
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            HttpRequest request = HttpRequest.newBuilder(server.resolve("/auth/register"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"email\":\"author-" + i
                            + "@example.com\",\"password\":\"correct horse\",\"name\":\"Author " + i + "\"}"))
                    .build();
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            Matcher token = TOKEN.matcher(response.body());
            if (!token.find()) {
                throw new IllegalStateException(response + " " + response.body());
            }
            tokens.add(token.group(1));
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
