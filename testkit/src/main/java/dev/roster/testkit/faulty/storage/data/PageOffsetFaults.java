package dev.roster.testkit.faulty.storage.data;

import dev.roster.application.port.storage.Storage;
import dev.roster.domain.Page;
import dev.roster.domain.PageRequest;
import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import dev.roster.testkit.fake.forwarding.ForwardingStorage;
import dev.roster.testkit.faulty.storage.InterceptedUnit;
import dev.roster.testkit.faulty.storage.InterceptedUnit.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;

/**
 * Planted faults of storages that calculate the offset of a page with too few bits. A page at a negative offset is
 * empty.
 */
public enum PageOffsetFaults implements PlantedFault {
    @Fault("Calculates the offset in the list of users in 32 bits.")
    USERS_IN_32_BITS("findAll", offset -> (int) offset, "users.list-past-the-end-empty"),
    @Fault("Calculates the offset in the list of users in 31 bits.")
    USERS_IN_31_BITS("findAll", offset -> offset & Integer.MAX_VALUE, "users.list-past-the-end-empty"),
    @Fault("Repeats the first users if the offset is negative in 32 bits.")
    USERS_REPEATED_IF_NEGATIVE("findAll", offset -> (int) offset < 0 ? 0 : offset, "users.list-past-the-end-empty"),
    @Fault("Calculates the offset in the list of posts in 32 bits.")
    POSTS_IN_32_BITS("findPaginated", offset -> (int) offset, "posts.list-past-the-end-empty"),
    @Fault("Calculates the offset in the list of posts of one author in 32 bits.")
    POSTS_OF_AUTHOR_IN_32_BITS("findByAuthor", offset -> (int) offset, "posts.list-past-the-end-empty"),
    @Fault("Calculates the offset in the list of published posts in 32 bits.")
    PUBLISHED_POSTS_IN_32_BITS("findPublished", offset -> (int) offset, "posts.list-past-the-end-empty"),
    @Fault("Calculates the offset in the list of posts with comments in 32 bits.")
    POSTS_WITH_COMMENTS_IN_32_BITS("findWithComments", offset -> (int) offset, "posts.list-past-the-end-empty"),
    @Fault("Calculates the offset in the list of comments in 32 bits.")
    COMMENTS_IN_32_BITS("findByPost", offset -> (int) offset, "comments.list-past-the-end-empty"),
    @Fault("Calculates the offset in the list of comments in 16 bits.")
    COMMENTS_IN_16_BITS("findByPost", offset -> (short) offset, "comments.list-past-the-end-empty");

    private final String method;

    @SuppressWarnings("ImmutableEnumChecker") // it has no state
    private final LongUnaryOperator offset;

    @SuppressWarnings("ImmutableEnumChecker") // the list is immutable
    private final List<String> clauses;

    PageOffsetFaults(String method, LongUnaryOperator offset, String... clauses) {
        this.method = method;
        this.offset = offset;
        this.clauses = List.of(clauses);
    }

    @Override
    public List<String> clauses() {
        return clauses;
    }

    /** Returns a storage that has the fault. */
    public Storage plantedIn(Storage sound) {
        return ForwardingStorage.decorated(sound, unit -> new InterceptedUnit(unit, this::list));
    }

    private Object list(Call call) throws Throwable {
        Object result = call.proceed();
        if (!call.isNamed(method) || !(result instanceof Page<?> page)) {
            return result;
        }
        long wrapped = offset.applyAsLong(page.request().offset());
        if (wrapped < 0 || wrapped == page.request().offset()) {
            return page;
        }
        List<Object> first = call.arguments().stream()
                .map(argument -> argument instanceof PageRequest ? new PageRequest(1, PageRequest.MAX_SIZE) : argument)
                .toList();
        Page<?> whole = (Page<?>) new Call(call.target(), call.accessor(), call.method(), first).proceed();
        List<Object> items = new ArrayList<>(whole.items());
        return new Page<>(
                items.stream().skip(wrapped).limit(page.request().size()).toList(), page.total(), page.request());
    }
}
