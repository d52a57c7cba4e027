package dev.roster.adapters.http.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentNegotiationTest {

    /** An ampersand separates the lines of the header. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json                         | true",
                "APPLICATION/Json                         | true",
                "application/json;charset=utf-8           | true",
                "application/json;v=\"1,2\";q=0.5         | true",
                "application/*                            | true",
                "*/*                                      | true",
                "text/html, application/json;q=0.001      | true",
                "text/html;q=0, */*;q=0.1                 | true",
                "application/*;q=0, application/json      | true",
                "*/*;q=0, application/json                | true",
                "text/html & application/json             | true",
                "''                                       | true",
                ",, ;                                     | true",
                "\"unclosed                               | true",
                "*                                        | true",
                "text/html, *;q=.2                        | true",
                "Application/JSON ; Q=0.5 ;               | true",
                "text/html                                | false",
                "text/*                                   | false",
                "application/xml                          | false",
                "application/json5                        | false",
                "application/json;q=0                     | false",
                "application/json;q=0, */*                | false",
                "application/*;q=0.0, */*                 | false",
                "*/*;q=0                                  | false",
                "*/* & application/json;q=0               | false",
                "json                                     | false",
            })
    void acceptsJsonUnlessExcluded(String accept, boolean accepted) {
        List<String> lines = List.of(accept.split(" & ", -1));

        assertThat(ContentNegotiation.accepts(lines, "application/json")).isEqualTo(accepted);
    }

    @Test
    void acceptsHtmlByRange() {
        assertThat(ContentNegotiation.accepts(List.of("text/*"), "text/html")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/html,application/xml;q=0.9,*/*;q=0.8  | true",
                "text/html                                  | true",
                "text/*, application/json;q=0.9             | true",
                "*/*                                        | false",
                "text/html, */*                             | false",
                "text/html, application/json                | false",
                "text/html;q=0.1                            | true",
                "text/html;q=0                              | false",
                "''                                         | false",
                "\"unclosed                                 | false",
            })
    void prefersHtmlOnlyWithGreaterQuality(String accept, boolean preferred) {
        assertThat(ContentNegotiation.prefersHtml(List.of(accept))).isEqualTo(preferred);
    }
}
