package com.example.lock;

import dev.roster.testkit.conformance.matrix.Fault;
import dev.roster.testkit.conformance.matrix.PlantedFault;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Planted faults of locks. Each is planted in correct locks. */
enum LocksFaults implements PlantedFault {
    @Fault("Gives a held lock to another caller.")
    HELD_GIVEN_AWAY("locks.held-rejected") {
        @Override
        Locks plantedIn(Locks sound) {
            return new Forwarding(sound) {
                @Override
                public Optional<Held> acquire(String name, Instant now, Duration lease) {
                    return Optional.of(super.acquire(name, now, lease).orElseGet(() -> new Held(name, 1)));
                }
            };
        }
    },
    @Fault("Keeps the locks of each client apart.")
    CLIENTS_APART("locks.shared-by-clients") {
        @Override
        Locks plantedIn(Locks sound) {
            return new InMemoryLocks();
        }
    },
    @Fault(value = "Looks whether a lock is free, and takes it a moment later.", raced = true)
    CHECK_THEN_TAKE("locks.concurrent-one-wins") {
        @Override
        Locks plantedIn(Locks sound) {
            return new Forwarding(sound) {
                @Override
                public Optional<Held> acquire(String name, Instant now, Duration lease) {
                    Optional<Held> free = super.acquire(name, now, lease);
                    free.ifPresent(this::release);
                    Thread.yield();
                    return free.isEmpty()
                            ? free
                            : Optional.of(super.acquire(name, now, lease).orElse(free.get()));
                }
            };
        }
    },
    @Fault("Ignores the case of names.")
    CASE_IGNORED("locks.names-independent") {
        @Override
        Locks plantedIn(Locks sound) {
            return new Forwarding(sound) {
                @Override
                public Optional<Held> acquire(String name, Instant now, Duration lease) {
                    return super.acquire(name.toLowerCase(Locale.ROOT), now, lease);
                }
            };
        }
    },
    @Fault("Cuts the end of a lease to whole milliseconds.")
    LEASE_CUT("locks.held-until-expiry") {
        @Override
        Locks plantedIn(Locks sound) {
            return new Forwarding(sound) {
                @Override
                public Optional<Held> acquire(String name, Instant now, Duration lease) {
                    Instant until = now.plus(lease).truncatedTo(ChronoUnit.MILLIS);
                    return super.acquire(name, now, Duration.between(now, until));
                }
            };
        }
    },
    @Fault("Holds a lock for a microsecond more than its lease.")
    LEASE_LONGER("locks.expiry-exact") {
        @Override
        Locks plantedIn(Locks sound) {
            return new Forwarding(sound) {
                @Override
                public Optional<Held> acquire(String name, Instant now, Duration lease) {
                    return super.acquire(name, now, lease.plusNanos(1_000));
                }
            };
        }
    },
    @Fault("Gives the same fence to each holder.")
    SAME_FENCE("locks.fence-increases") {
        @Override
        Locks plantedIn(Locks sound) {
            return new Forwarding(sound) {
                @Override
                public Optional<Held> acquire(String name, Instant now, Duration lease) {
                    return super.acquire(name, now, lease).map(held -> new Held(name, 1));
                }
            };
        }
    },
    @Fault("Says that it extended a lease, and does not.")
    EXTENSION_LOST("locks.extended") {
        @Override
        Locks plantedIn(Locks sound) {
            return new Forwarding(sound) {
                @Override
                public boolean extend(Held held, Instant now, Duration lease) {
                    return super.extend(held, now, Duration.ofNanos(1));
                }
            };
        }
    },
    @Fault("Says that it extended a lock that was lost.")
    LOST_EXTENDED("locks.lost-not-extended") {
        @Override
        Locks plantedIn(Locks sound) {
            return new Forwarding(sound) {
                @Override
                public boolean extend(Held held, Instant now, Duration lease) {
                    super.extend(held, now, lease);
                    return true;
                }
            };
        }
    },
    @Fault("Keeps a released lock until its lease expires.")
    RELEASE_LATER("locks.released-acquirable") {
        @Override
        Locks plantedIn(Locks sound) {
            return new Forwarding(sound) {
                @Override
                public boolean release(Held held) {
                    return true;
                }
            };
        }
    },
    @Fault("Releases a lock for a holder that lost it.")
    RELEASED_FOR_OTHERS("locks.lost-release-ignored") {
        @Override
        Locks plantedIn(Locks sound) {
            return new Forwarding(sound) {
                @Override
                public boolean release(Held held) {
                    return super.release(held) || super.release(new Held(held.name(), held.fence() + 1));
                }
            };
        }
    },
    @Fault("Takes null for a name.")
    NULL_NAME("locks.null-rejected") {
        @Override
        Locks plantedIn(Locks sound) {
            return new Forwarding(sound) {
                @Override
                public Optional<Held> acquire(String name, Instant now, Duration lease) {
                    return super.acquire(String.valueOf(name), now, lease);
                }
            };
        }
    },
    @Fault("Forgets a lock that was extended.")
    FORGOTTEN_WHEN_EXTENDED("locks.agrees-with-model") {
        @Override
        Locks plantedIn(Locks sound) {
            return new Forwarding(sound) {
                @Override
                public boolean extend(Held held, Instant now, Duration lease) {
                    boolean extended = super.extend(held, now, lease);
                    return extended && (lease.toSeconds() != 7 || release(held));
                }
            };
        }
    };

    private final String clause;

    LocksFaults(String clause) {
        this.clause = clause;
    }

    /** Returns locks with this fault, given correct ones. */
    abstract Locks plantedIn(Locks sound);

    @Override
    public List<String> clauses() {
        return List.of(clause);
    }

    /** Correct locks, for faults that change one method. */
    private abstract static class Forwarding implements Locks {

        private final Locks sound;

        Forwarding(Locks sound) {
            this.sound = sound;
        }

        @Override
        public Optional<Held> acquire(String name, Instant now, Duration lease) {
            return sound.acquire(name, now, lease);
        }

        @Override
        public boolean extend(Held held, Instant now, Duration lease) {
            return sound.extend(held, now, lease);
        }

        @Override
        public boolean release(Held held) {
            return sound.release(held);
        }
    }
}
