package dev.roster.testkit.faulty.storage;

import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** Faulty pages, in the form of planted faults that lists of users, posts and comments share. */
public final class FaultyPages {

    private FaultyPages() {}

    static <T> Page<T> reversed(Page<T> page) {
        List<T> items = new ArrayList<>(page.items());
        Collections.reverse(items);
        return new Page<>(items, page.total(), page.request());
    }

    /** Returns a page whose total counts only its own items. */
    static <T> Page<T> countingItems(Page<T> page) {
        return new Page<>(page.items(), page.items().size(), page.request());
    }

    /** Returns a page that starts with the last item of the page before. */
    static <T> Page<T> overlapping(PageRequest request, Function<PageRequest, Page<T>> list) {
        Page<T> page = list.apply(request);
        if (request.page() == 1 || page.items().isEmpty()) {
            return page;
        }
        List<T> before =
                list.apply(new PageRequest(request.page() - 1, request.size())).items();
        List<T> items = new ArrayList<>(page.items());
        items.set(0, before.get(before.size() - 1));
        return new Page<>(items, page.total(), request);
    }

    /** Returns all items of a list, in order. */
    public static <T> List<T> whole(Function<PageRequest, Page<T>> list) {
        List<T> read = new ArrayList<>();
        Page<T> page;
        int number = 1;
        do {
            page = list.apply(new PageRequest(number++, PageRequest.MAX_SIZE));
            read.addAll(page.items());
        } while (!page.items().isEmpty());
        return read;
    }
}
