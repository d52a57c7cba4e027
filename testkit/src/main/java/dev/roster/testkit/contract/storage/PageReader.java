package dev.roster.testkit.contract.storage;

import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reader of whole lists, page by page, up to the page count that each page reports. */
final class PageReader {

    private PageReader() {}

    /** Returns all pages of a list; a single empty page if the list is empty. */
    static <T> List<Page<T>> readAll(int size, Function<PageRequest, Page<T>> list) {
        Page<T> page = list.apply(new PageRequest(1, size));
        List<Page<T>> pages = new ArrayList<>(List.of(page));
        for (int number = 2; number <= page.pageCount(); number++) {
            page = list.apply(new PageRequest(number, size));
            pages.add(page);
        }
        return pages;
    }

    /** Returns the items of all pages, in order. */
    static <T> List<T> items(List<Page<T>> pages) {
        return pages.stream().flatMap(page -> page.items().stream()).toList();
    }
}
