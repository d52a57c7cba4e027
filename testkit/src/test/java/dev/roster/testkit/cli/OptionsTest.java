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

    @Test
    void acceptsValuesInBothForms(@TempDir Path folder) throws Exception {
        Options options = Options.parse(
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

        assertThat(options.baseUrl()).isEqualTo(URI.create("https://example.com"));
        assertThat(options.mailDir()).contains(folder);
        assertThat(options.report()).contains(folder.resolve("r.json"));
        assertThat(options.corsOrigin()).contains(Options.NO_ORIGIN);
        assertThat(options.only()).containsExactly("posts", "users");
        assertThat(options.adminToken()).contains("a=b");
        assertThat(options).asString().doesNotContain("a=b");
    }

    @Test
    void acceptsAnyOrigin() throws Exception {
        assertThat(Options.parse(List.of(BASE, "--cors-origin=*"), Map.of()).corsOrigin())
                .contains(Options.ANY_ORIGIN);
    }

    @Test
    void lastFlagOverridesEarlierFlagsAndEnvironment() throws Exception {
        Map<String, String> environment = Map.of(Option.ADMIN_TOKEN_VARIABLE, " of-the-environment ");

        assertThat(Options.parse(List.of(BASE), environment).adminToken()).contains("of-the-environment");
        assertThat(Options.parse(List.of(BASE, "--admin-token=one", "--admin-token=two"), environment)
                        .adminToken())
                .contains("two");
        assertThat(Options.parse(List.of(BASE), Map.of(Option.ADMIN_TOKEN_VARIABLE, " "))
                        .adminToken())
                .isEmpty();
    }
}
