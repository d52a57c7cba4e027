package dev.roster.testkit.conformance.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaselineTest {

    @TempDir
    Path folder;

    /** Stands for the test class of an implementer. */
    private static final class MyTest {}

    @Test
    void findsDeviationOfClauseAndAdapter() throws IOException {
        Baseline baseline = read("""
                {"deviations": [
                  {"clause": "a.one", "reason": "for all"},
                  {"clause": "a.two", "adapter": "MyTest", "reason": "for one", "link": "https://example.com/1"}]}
                """);

        assertThat(baseline.find("a.one", "AnyTest")).map(Deviation::toString).contains("for all");
        assertThat(baseline.find("a.two", "MyTest"))
                .contains(
                        new Deviation("a.two", Optional.of("MyTest"), "for one", Optional.of("https://example.com/1")))
                .map(Deviation::toString)
                .contains("for one (https://example.com/1)");
        assertThat(baseline.find("a.two", "AnyTest")).isEmpty();
    }

    @Test
    void reportsUnknownClauses() throws IOException {
        Baseline baseline = read("""
                {"deviations": [
                  {"clause": "b.known", "reason": "of another contract"},
                  {"clause": "b.knwon", "reason": "mistyped"},
                  {"clause": "b.known", "adapter": "MyTest", "reason": "not of this contract"}]}
                """);

        assertThat(baseline.faults(MyTest.class, List.of("a.one")))
                .hasValueSatisfying(fault -> assertThat(fault.lines())
                        .hasSize(2)
                        .anyMatch(line -> line.endsWith("unknown clause b.knwon; did you mean b.known?"))
                        .anyMatch(line -> line.endsWith("unknown clause b.known; did you mean a.one?")));
    }

    @Test
    void reportsEntryForMissingTestClass() throws IOException {
        Baseline baseline = read("{\"deviations\": ["
                + "{\"clause\": \"a.one\", \"adapter\": \"MyTets\", \"reason\": \"r\"},"
                + "{\"clause\": \"a.one\", \"adapter\": \"BaselineReportTest\", \"reason\": \"r\"},"
                + "{\"clause\": \"a.one\", \"adapter\": \"MyTest\", \"reason\": \"r\"}]}");

        assertThat(baseline.faults(MyTest.class, List.of("a.one")))
                .hasValueSatisfying(fault -> assertThat(fault)
                        .endsWith("lists a.one for the test class MyTets, which does not exist; did you mean MyTest?"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "nothing|is not JSON: line 1, column 1: Unrecognized token",
                "{} {}|is not JSON",
                "[]|must have the form",
                "{\"deviations\": {}}|must have the form",
                "{\"deviations\": [], \"more\": 1}|must have the form",
                "{\"deviations\": [{\"clause\": \"a.b\"}]}|contains an entry without clause or reason",
                "{\"deviations\": [{\"reason\": \"r\"}]}|contains an entry without clause or reason",
                "{\"deviations\": [{\"clause\": \"a.b\", \"reason\": \" \"}]}|a text that is not blank is required",
                "{\"deviations\": [{\"clause\": \"a.b\", \"because\": \"r\"}]}|contains the unknown name \"because\"",
                "{\"deviations\": [{\"clause\": \"a.b\", \"reason\": \"r\"}, {\"clause\": \"a.b\", \"reason\": \"s\"}]}|lists a.b twice",
            })
    void rejectsMalformedFile(String content, String fault) {
        assertThatExceptionOfType(BaselineException.class)
                .isThrownBy(() -> read(content))
                .withMessageContaining(fault);
    }

    @Test
    void rejectsMissingFile() {
        assertThatExceptionOfType(BaselineException.class)
                .isThrownBy(() -> Baseline.read(folder.resolve("none.json")))
                .withMessageContaining("none.json cannot be read");
    }

    private Baseline read(String content) throws IOException {
        return Baseline.read(Files.writeString(folder.resolve("baseline.json"), content));
    }
}
