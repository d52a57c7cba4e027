package dev.roster.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The driver in README.md: it is the file beside its client, and the client passes every clause. */
@Timeout(110)
class ReadmeDriverTest {

    private static final Path DRIVER = Path.of("src/examples/client-driver/driver.py");

    @Test
    void exampleIsInReadme() throws Exception {
        assertThat(Files.readString(Path.of("README.md"))).contains("```python\n" + Files.readString(DRIVER) + "```\n");
    }

    @Test
    void examplePasses() throws Exception {
        assumeTrue(hasPython(), "python3 is not installed");
        RunningProgram program = RunningProgram.start();

        Process driver = new ProcessBuilder("python3", DRIVER.toString(), program.server())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .start();

        assertThat(driver.waitFor(100, TimeUnit.SECONDS)).isTrue();
        assertThat(driver.exitValue()).isZero();
        assertThat(program.end().out()).contains(" 0 failed", " 0 not run").endsWith("conformant\n");
        assertThat(program.end().exitCode()).isZero();
    }

    private static boolean hasPython() throws InterruptedException {
        try {
            return new ProcessBuilder("python3", "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(new File("target/python-version"))
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException none) {
            return false;
        }
    }
}
