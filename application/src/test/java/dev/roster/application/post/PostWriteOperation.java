package dev.roster.application.post;

import dev.roster.application.access.Caller;
import dev.roster.application.access.Precondition;
import dev.roster.domain.post.PostId;
import java.util.Optional;

/** All operations that change a post. */
enum PostWriteOperation {
    REPLACE {
        @Override
        void apply(PostService service, Caller caller, PostId id, Precondition precondition) {
            service.update(caller, id, PostUpdate.replacement(new PostInput("Another", "", true)), precondition);
        }
    },
    UPDATE {
        @Override
        void apply(PostService service, Caller caller, PostId id, Precondition precondition) {
            service.update(
                    caller,
                    id,
                    new PostUpdate(Optional.of("Another"), Optional.empty(), Optional.empty()),
                    precondition);
        }
    },
    DELETE {
        @Override
        void apply(PostService service, Caller caller, PostId id, Precondition precondition) {
            service.delete(caller, id, precondition);
        }
    };

    abstract void apply(PostService service, Caller caller, PostId id, Precondition precondition);
}
