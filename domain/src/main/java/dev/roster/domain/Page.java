package dev.roster.domain;

import java.util.List;
import java.util.function.Function;

/**
 * One page of a list, and the total length of the list.
 *
 * @param items the items, in the order of the list; empty past the end
 * @param total number of items on all pages
 * @param request the request for this page
 * @param <T> the type of the items
 */
public record Page<T>(List<T> items, long total, PageRequest request) {

    /** Copies the items. */
    public Page {
        items = List.copyOf(items);
    }

    /** Returns a page of an empty list. */
    public static <T> Page<T> empty(PageRequest request) {
        return new Page<>(List.of(), 0, request);
    }

    /** Returns the number of pages; 0 for an empty list. */
    public long pageCount() {
        return (total + request.size() - 1) / request.size();
    }

    /** Returns this page with each item mapped. */
    public <R> Page<R> map(Function<? super T, ? extends R> mapping) {
        return new Page<>(items.stream().<R>map(mapping).toList(), total, request);
    }
}
