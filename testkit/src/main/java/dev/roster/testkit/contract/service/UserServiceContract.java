package dev.roster.testkit.contract.service;

import dev.roster.application.port.security.LoginThrottle;
import dev.roster.application.port.security.PasswordBlocklist;
import dev.roster.application.port.security.PasswordHasher;
import dev.roster.application.port.storage.Storage;
import dev.roster.testkit.conformance.Contract;
import dev.roster.testkit.fake.FastPasswordHasher;
import dev.roster.testkit.fake.InMemoryLoginThrottle;
import org.junit.jupiter.api.Nested;

/** Contract of the services for users, accounts and sessions, run on the storage of an adapter. */
public abstract class UserServiceContract extends Contract<Storage> {

    /** For subclasses. */
    protected UserServiceContract() {}

    /** Returns the hasher that the services use. Override it to plant a fault. */
    protected PasswordHasher decorated(FastPasswordHasher sound) {
        return sound;
    }

    /** Returns the blocked passwords. Override it to plant a fault. */
    protected PasswordBlocklist decorated(PasswordBlocklist sound) {
        return sound;
    }

    /** Returns the throttle that the services use. Override it to plant a fault. */
    protected LoginThrottle decorated(InMemoryLoginThrottle sound) {
        return sound;
    }

    @Nested
    class Creation extends UserServiceCreationContract {
        @Override
        protected UserServiceContract contract() {
            return UserServiceContract.this;
        }
    }

    @Nested
    class Changes extends UserServiceChangesContract {
        @Override
        protected UserServiceContract contract() {
            return UserServiceContract.this;
        }
    }

    @Nested
    class Sessions extends UserServiceSessionsContract {
        @Override
        protected UserServiceContract contract() {
            return UserServiceContract.this;
        }
    }

    @Nested
    class Throttling extends UserServiceThrottlingContract {
        @Override
        protected UserServiceContract contract() {
            return UserServiceContract.this;
        }
    }

    @Nested
    class Account extends UserServiceAccountContract {
        @Override
        protected UserServiceContract contract() {
            return UserServiceContract.this;
        }
    }

    @Nested
    class Races extends UserServiceRacesContract {
        @Override
        protected UserServiceContract contract() {
            return UserServiceContract.this;
        }
    }

    @Nested
    class Mails extends UserServiceMailsContract {
        @Override
        protected UserServiceContract contract() {
            return UserServiceContract.this;
        }
    }
}
