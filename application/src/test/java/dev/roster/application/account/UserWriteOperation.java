package dev.roster.application.account;

import dev.roster.application.access.Caller;
import dev.roster.application.access.Precondition;
import dev.roster.domain.user.EmailAddress;
import dev.roster.domain.user.UserId;
import dev.roster.domain.user.UserUpdate;
import java.util.Optional;

/** All operations that change a user. */
enum UserWriteOperation {
    UPDATE_USER {
        @Override
        void apply(UserService service, Caller caller, UserId id, Precondition precondition) {
            service.updateUser(caller, id, new UserUpdate(EMAIL, "Bea", ""), precondition);
        }
    },
    UPDATE_PROFILE {
        @Override
        void apply(UserService service, Caller caller, UserId id, Precondition precondition) {
            service.updateProfile(caller, id, new ProfileUpdate(Optional.of("Bea"), Optional.empty()), precondition);
        }
    },
    DELETE_USER {
        @Override
        void apply(UserService service, Caller caller, UserId id, Precondition precondition) {
            service.deleteUser(caller, id, precondition);
        }
    };

    /**
     * Email address sent by {@link #UPDATE_USER}; equal to the current one. See {@link EmailChangeTest} for other ones.
     */
    static final EmailAddress EMAIL = new EmailAddress("ann@example.com");

    abstract void apply(UserService service, Caller caller, UserId id, Precondition precondition);
}
