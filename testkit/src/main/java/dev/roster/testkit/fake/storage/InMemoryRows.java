package dev.roster.testkit.fake.storage;

import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.StaleVersionException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** What the repositories in memory have in common. */
final class InMemoryRows {

    private InMemoryRows() {}

    /** A page of a list that is in order. */
    static <T> Page<T> page(List<T> all, PageRequest request) {
        List<T> items =
                all.stream().skip(request.offset()).limit(request.size()).toList();
        return new Page<>(items, all.size(), request);
    }

    /**
     * What is stored, which must be of that version if it is there at all.
     *
     * @param kind what it is, such as "user"
     * @throws StaleVersionException if it is of another one
     */
    static <K, V> Optional<V> requireVersion(
            Map<K, V> rows, K id, long version, ToLongFunction<V> versionOf, String kind) {
        Optional<V> stored = Optional.ofNullable(rows.get(id));
        if (stored.isPresent() && versionOf.applyAsLong(stored.get()) != version) {
            throw new StaleVersionException(kind + " " + id);
        }
        return stored;
    }
}
