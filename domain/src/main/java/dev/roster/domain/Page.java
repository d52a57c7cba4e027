package dev.roster.domain;

import java.util.List;
import java.util.function.Function;

/**
 * One page of a list, and how long the whole list is.
 *
 * @param items in the list's order; empty past the end
 * @param total how many items all pages hold together
 * @param request which page this is
 * @param <T> what is listed
 */
public record Page<T>(List<T> items, long total, PageRequest request) {

    /** Copies the items. */
    public Page {
        items = List.copyOf(items);
    }

    /** A page of an empty list. */
    public static <T> Page<T> empty(PageRequest request) {
        return new Page<>(List.of(), 0, request);
    }

    /** How many pages there are; 0 for an empty list. */
    public long pageCount() {
        return (total + request.size() - 1) / request.size();
    }

    /** The same page of something else. */
    public <R> Page<R> map(Function<? super T, ? extends R> mapping) {
        return new Page<>(items.stream().<R>map(mapping).toList(), total, request);
    }
}
