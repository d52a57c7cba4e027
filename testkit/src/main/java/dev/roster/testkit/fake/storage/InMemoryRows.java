package dev.roster.testkit.fake.storage;

import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.StaleVersionException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** Helpers shared by the in-memory repositories. */
final class InMemoryRows {

    private InMemoryRows() {}

    static <T> Page<T> page(List<T> all, PageRequest request) {
        List<T> items =
                all.stream().skip(request.offset()).limit(request.size()).toList();
        return new Page<>(items, all.size(), request);
    }

    /**
     * Returns the stored row, after checking its version; empty if there is none.
     *
     * @param kind the kind of row, such as "user"
     * @throws StaleVersionException if the row has another version
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
