package dev.roster.domain;

import static dev.roster.domain.Rejections.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageTest {

    @Test
    void rejectsPageOrSizeOutOfRange() {
        assertThat(new PageRequest(1, 1).size()).isEqualTo(1);
        assertThat(new PageRequest(Integer.MAX_VALUE, 100).page()).isEqualTo(Integer.MAX_VALUE);
        assertThat(PageRequest.first()).isEqualTo(new PageRequest(1, 20));
        assertRejected(() -> new PageRequest(1, 101), "size must be from 1 to 100, was 101");
        assertRejected(() -> new PageRequest(1, 0), "size must be from 1 to 100, was 0");
        assertRejected(() -> new PageRequest(0, 1), "page must be from 1 to 2147483647, was 0");
    }

    @Test
    void reportsAllViolationsOfRequest() {
        assertRejected(
                () -> new PageRequest(Integer.MIN_VALUE, Integer.MAX_VALUE),
                "page must be from 1 to 2147483647, was -2147483648",
                "size must be from 1 to 100, was 2147483647");
    }

    @ParameterizedTest
    @CsvSource({"1, 20, 0", "2, 20, 20", "3, 7, 14", "2147483647, 100, 214748364600", "2147483647, 1, 2147483646"})
    void computesOffsetWithoutOverflow(int page, int size, long offset) {
        assertThat(new PageRequest(page, size).offset()).isEqualTo(offset);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 20, 0",
        "1, 20, 1",
        "20, 20, 1",
        "21, 20, 2",
        "40, 20, 2",
        "5, 1, 5",
        "214748364700, 100, 2147483647"
    })
    void countsPages(long total, int size, long pages) {
        assertThat(new Page<>(List.of(), total, new PageRequest(1, size)).pageCount())
                .isEqualTo(pages);
    }

    @Test
    void returnsEmptyPageForEmptyList() {
        PageRequest request = new PageRequest(3, 2);
        Page<String> page = Page.empty(request);

        assertThat(page).isEqualTo(new Page<>(List.of(), 0, request));
        assertThat(page.pageCount()).isZero();
    }

    @Test
    void copiesItems() {
        List<String> items = new ArrayList<>(List.of("a", "b"));
        Page<String> page = new Page<>(items, 2, PageRequest.first());

        items.clear();

        assertThat(page.items()).containsExactly("a", "b");
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> page.items().add("c"));
    }

    @Test
    void mapsItemsOnly() {
        PageRequest request = new PageRequest(3, 2);
        Page<Integer> lengths = new Page<>(List.of("a", "bcd"), 7, request).map(String::length);

        assertThat(lengths).isEqualTo(new Page<>(List.of(1, 3), 7, request));
    }
}
