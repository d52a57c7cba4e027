package dev.roster.testkit.faulty.storage;

import dev.roster.application.port.storage.PostRepository;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.domain.post.Post;
import dev.roster.domain.post.PostFilter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** Faulty pages, in the form of planted faults that lists of users, posts and comments share. */
final class FaultyPages {

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

    /** Returns all posts of a list, in order. */
    static List<Post> whole(PostRepository posts, PostFilter filter) {
        List<Post> read = new ArrayList<>();
        PageRequest request = PageRequest.first();
        Page<Post> page = posts.findPaginated(request, filter);
        while (!page.items().isEmpty()) {
            read.addAll(page.items());
            request = new PageRequest(request.page() + 1, request.size());
            page = posts.findPaginated(request, filter);
        }
        return read;
    }
}
