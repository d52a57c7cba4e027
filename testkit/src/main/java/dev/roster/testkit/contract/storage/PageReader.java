package dev.roster.testkit.contract.storage;

import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Whole lists, read as clients do: page by page, as many as the first page says there are. */
final class PageReader {

    private PageReader() {}

    /** All pages of a list; one even if the list is empty. */
    static <T> List<Page<T>> readAll(int size, Function<PageRequest, Page<T>> list) {
        Page<T> page = list.apply(new PageRequest(1, size));
        List<Page<T>> pages = new ArrayList<>(List.of(page));
        for (int number = 2; number <= page.pageCount(); number++) {
            page = list.apply(new PageRequest(number, size));
            pages.add(page);
        }
        return pages;
    }

    /** What all pages hold, joined. */
    static <T> List<T> items(List<Page<T>> pages) {
        return pages.stream().flatMap(page -> page.items().stream()).toList();
    }
}
