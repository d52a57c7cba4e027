package dev.roster.application;

import dev.roster.domain.PostId;
import java.util.Optional;

/** Every way to change a post. */
enum PostWrite {
    REPLACE {
        @Override
        void by(PostService service, Caller caller, PostId id, Precondition precondition) {
            service.update(caller, id, PostChange.to(new PostDraft("Another", "", true)), precondition);
        }
    },
    CHANGE_A_PART {
        @Override
        void by(PostService service, Caller caller, PostId id, Precondition precondition) {
            service.update(
                    caller,
                    id,
                    new PostChange(Optional.of("Another"), Optional.empty(), Optional.empty()),
                    precondition);
        }
    },
    DELETE {
        @Override
        void by(PostService service, Caller caller, PostId id, Precondition precondition) {
            service.delete(caller, id, precondition);
        }
    };

    abstract void by(PostService service, Caller caller, PostId id, Precondition precondition);
}
