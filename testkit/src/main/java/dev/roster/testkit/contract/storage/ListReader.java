package dev.roster.testkit.contract.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.storage.PostRepository;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostFilter;
import dev.roster.domain.post.PostSlice;
import dev.roster.domain.post.SliceRequest;
import dev.roster.domain.user.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Reader of whole lists, page by page or slice by slice. */
final class ListReader {

    /** Pages past the end of three items, also ones whose offset is small or negative in 16, 31 or 32 bits. */
    private static final List<PageRequest> PAST_THE_END = List.of(
            new PageRequest(3, 2),
            new PageRequest(4, 2),
            new PageRequest(2, 3),
            new PageRequest(2, PageRequest.MAX_SIZE),
            new PageRequest(Integer.MAX_VALUE, 2),
            new PageRequest(Integer.MAX_VALUE, 1),
            new PageRequest(Integer.MAX_VALUE, PageRequest.MAX_SIZE),
            pageAt(1L << 16, 64),
            pageAt(1L << 31, 64),
            pageAt(1L << 32, 64),
            pageAt((1L << 32) + 2, 3),
            pageAt((1L << 33) + 1, 9),
            pageAt((1L << 32) - 96, 100),
            pageAt((1L << 32) - 1, 3));

    private ListReader() {}

    /** Returns all pages of a list, as many as each page reports; a single empty page if the list is empty. */
    static <T> List<Page<T>> readPages(int size, Function<PageRequest, Page<T>> list) {
        Page<T> page = list.apply(new PageRequest(1, size));
        List<Page<T>> pages = new ArrayList<>(List.of(page));
        for (int number = 2; number <= page.pageCount(); number++) {
            assertThat(page.items())
                    .as("items of page %d, which is not the last", number - 1)
                    .hasSize(size);
            page = list.apply(new PageRequest(number, size));
            pages.add(page);
        }
        return pages;
    }

    /** Returns the items of all pages, in order. */
    private static <T> List<T> items(List<Page<T>> pages) {
        return pages.stream().flatMap(page -> page.items().stream()).toList();
    }

    /** Asserts that pages of several sizes contain each item of a list once, in order, and its total. */
    static <T> void assertPagesContain(List<T> whole, Function<PageRequest, Page<T>> list) {
        int total = whole.size();
        for (int size : new int[] {1, 5, total - 1, total, total + 1}) {
            List<Page<T>> pages = readPages(size, list);
            assertThat(pages).allSatisfy(page -> assertThat(page.total()).isEqualTo(total));
            assertThat(items(pages)).as("pages of %d", size).containsExactlyElementsOf(whole);
        }
    }

    private static PageRequest pageAt(long offset, int size) {
        return new PageRequest(Math.toIntExact(offset / size + 1), size);
    }

    /** Asserts that pages past the end of a list with three items are empty. */
    static <T> void assertEmptyPastTheEnd(Function<PageRequest, Page<T>> list) {
        for (PageRequest request : PAST_THE_END) {
            assertThat(list.apply(request)).as("%s", request).isEqualTo(new Page<>(List.of(), 3, request));
        }
    }

    /** Returns the items of a whole list, in order, read in the largest pages. */
    static <T> List<T> readAll(Function<PageRequest, Page<T>> list) {
        return items(readPages(PageRequest.MAX_SIZE, list));
    }

    /** Returns the posts of all pages that match a filter, in order. */
    static List<Post> readPages(PostRepository posts, PostFilter filter, int size) {
        return items(readPages(size, request -> posts.findPaginated(request, filter)));
    }

    /** Returns the posts of all slices that match a filter, in order. */
    static List<Post> readSlices(PostRepository posts, PostFilter filter, int size) {
        PostSlice slice = posts.findAfter(SliceRequest.first(size), filter);
        List<Post> joined = new ArrayList<>(slice.items());
        while (slice.next().isPresent()) {
            assertThat(slice.items())
                    .as("items of a slice that is not the last")
                    .hasSize(size);
            assertThat(joined).as("posts of the slices so far").doesNotHaveDuplicates();
            slice = posts.findAfter(new SliceRequest(slice.next(), size), filter);
            joined.addAll(slice.items());
        }
        return joined;
    }

    /**
     * Returns ids that differ from the given one: its neighbours, ones that are equal in the lower 31 or 32 bits, and
     * the lowest and highest ones.
     */
    static <I> List<I> otherIds(long id, LongFunction<I> newId) {
        return LongStream.of(1, id - 1, id + 1, id + 1_000_000, id + (1L << 31), id + (1L << 32), UserId.MAX)
                .filter(other -> other > 0 && other != id)
                .distinct()
                .mapToObj(newId)
                .toList();
    }

    /**
     * Returns versions that differ from the given one: its neighbours, ones that are equal in the lower 31 or 32 bits,
     * and the lowest and highest ones.
     */
    static long[] otherVersions(long version) {
        return LongStream.of(
                        version - 1,
                        version + 1,
                        version + (1L << 31),
                        version + (1L << 32),
                        Long.MAX_VALUE,
                        0,
                        -1,
                        Long.MIN_VALUE)
                .filter(other -> other != version)
                .distinct()
                .toArray();
    }

    /** Returns every combination of filters, with the given users and none as author and as reader. */
    static List<PostFilter> allFilters(UserId... users) {
        List<Optional<UserId>> who = Stream.concat(
                        Stream.of(Optional.<UserId>empty()), Stream.of(users).map(Optional::of))
                .toList();
        List<PostFilter> filters = new ArrayList<>();
        for (Optional<UserId> author : who) {
            for (Optional<UserId> reader : who) {
                filters.add(new PostFilter(author, Optional.empty(), reader));
                filters.add(new PostFilter(author, Optional.of(true), reader));
                filters.add(new PostFilter(author, Optional.of(false), reader));
            }
        }
        return filters;
    }
}
