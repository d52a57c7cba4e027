package dev.roster.adapters.http.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.domain.InvalidValueException;
import dev.roster.domain.PageRequest;
import dev.roster.domain.user.UserId;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListQueryTest {

    @Test
    void readsPageAndSize() {
        assertThat(ListQuery.parse("").page()).isEqualTo(PageRequest.first());
        assertThat(ListQuery.parse("x=1&size=7").page()).isEqualTo(new PageRequest(1, 7));
        assertThat(ListQuery.parse("page=2147483647&size=100").page())
                .isEqualTo(new PageRequest(Integer.MAX_VALUE, 100));
        assertThat(ListQuery.parse("size=%31").size()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "page=x         | must be a whole number",
                "page=          | must be a whole number",
                "page           | must be a whole number",
                "page=+1        | must be a whole number",
                "page=1.0       | must be a whole number",
                "page=%D9%A1    | must be a whole number",
                "page=1e3       | must be a whole number",
                "page=1&page=1  | must be given only once",
                "page=%zz       | must be percent-encoded UTF-8",
                "page=0         | must be from 1 to 2147483647, was 0",
                "page=-1        | must be from 1 to 2147483647, was -1",
                "page=2147483648| must be from 1 to 2147483647, was 2147483648",
                "page=4294967297| must be from 1 to 2147483647, was 4294967297",
                "page=99999999999999999999 | must be a whole number",
            })
    void rejectsInvalidPage(String query, String message) {
        assertRejected(query, ListQuery::page, "page " + message);
    }

    @Test
    void reportsAllViolationsOfPage() {
        assertRejected(
                "size=101&page=x", ListQuery::page, "page must be a whole number; size must be from 1 to 100, was 101");
    }

    @Test
    void readsBooleans() {
        ListQuery query = ListQuery.parse("published=true&draft=f%61lse");

        assertThat(query.booleanIfPresent("published")).contains(true);
        assertThat(query.booleanIfPresent("draft")).contains(false);
        assertThat(query.booleanIfPresent("other")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"published", "published=", "published=TRUE", "published=1", "published=+true"})
    void rejectsInvalidBoolean(String query) {
        assertRejected(query, q -> q.booleanIfPresent("published"), "published must be true or false");
    }

    @Test
    void readsUserIds() {
        assertThat(ListQuery.parse("author=42").user("author")).contains(new UserId(42));
        assertThat(ListQuery.parse("").user("author")).isEmpty();
        for (String bad : List.of("", "0", "x", "042", "9007199254740992")) {
            assertRejected("author=" + bad, q -> q.user("author"), "author must be the id of a user");
        }
    }

    @Test
    void reportsPresentParameters() {
        ListQuery query = ListQuery.parse("after&page=%zz&siz%65=1");

        assertThat(query.has("after")).isTrue();
        assertThat(query.has("page")).isTrue();
        assertThat(query.has("size")).isTrue();
        assertThat(query.has("author")).isFalse();
    }

    private static void assertRejected(String query, Function<ListQuery, Object> reading, String message) {
        assertThatExceptionOfType(InvalidValueException.class)
                .as(query)
                .isThrownBy(() -> reading.apply(ListQuery.parse(query)))
                .withMessage(message);
    }
}
