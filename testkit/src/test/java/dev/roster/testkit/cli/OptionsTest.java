package dev.roster.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptionsTest {

    private static final String BASE = "--base-url=http://localhost:8080/api/";

    private static Options parse(List<String> args, Map<String, String> environment) throws Exception {
        return Options.parse(args, environment, System.out).orElseThrow();
    }

    @Test
    void acceptsValuesInBothForms(@TempDir Path folder) throws Exception {
        Options options = parse(
                List.of(
                        "--base-url",
                        "https://example.com",
                        "--mail-dir",
                        folder.toString(),
                        "--report=" + folder.resolve("r.json"),
                        "--cors-origin",
                        "none",
                        "--only=users, posts,",
                        "--admin-token",
                        "a=b"),
                Map.of());

        assertThat(options.baseUri()).isEqualTo(URI.create("https://example.com"));
        assertThat(options.mailDir).contains(folder);
        assertThat(options.run.reports).containsExactly(folder.resolve("r.json"));
        assertThat(options.corsOrigin).contains(Options.NO_ORIGIN);
        assertThat(options.only).containsExactlyInAnyOrder("posts", "users");
        assertThat(options.adminToken).contains("a=b");
        assertThat(options).asString().doesNotContain("a=b");
    }

    @Test
    void acceptsAnyOrigin() throws Exception {
        assertThat(parse(List.of(BASE, "--cors-origin=*"), Map.of()).corsOrigin).contains("*");
    }

    @Test
    void lastFlagOverridesEarlierFlagsAndEnvironment() throws Exception {
        Map<String, String> environment = Map.of(Options.ADMIN_TOKEN_VARIABLE, " of-the-environment ");

        assertThat(parse(List.of(BASE), environment).adminToken).contains("of-the-environment");
        assertThat(parse(List.of(BASE, "--admin-token=one", "--admin-token=two"), environment).adminToken)
                .contains("two");
        assertThat(parse(List.of(BASE), Map.of(Options.ADMIN_TOKEN_VARIABLE, " ")).adminToken)
                .isEmpty();
    }
}
