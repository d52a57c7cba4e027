package dev.roster.adapters.http.routes;

import dev.roster.domain.Page;
import java.util.List;

/** JSON of a page of a list. */
record PageJson<T>(List<T> items, long total, int page, int size, long pages) {

    static <T> PageJson<T> of(Page<T> page) {
        return new PageJson<>(
                page.items(),
                page.total(),
                page.request().page(),
                page.request().size(),
                page.pageCount());
    }
}
