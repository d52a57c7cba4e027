package dev.roster.adapters.jdbc;

/**
 * A kind of call, such as reads of posts: calls of one kind wait for the same locks. {@link ConnectionPermits} bounds
 * how many connections a kind may use while its calls time out. The fields are guarded by the lock of the permits.
 */
final class CallKind {

    private final String name;
    private final boolean writes;

    /** Connections that calls of this kind use now. */
    int inUse;

    /** Calls of this kind that wait for a connection. */
    int waiting;

    /** Whether the last call of this kind that ended gave up waiting for a lock or for the server. */
    boolean blocked;

    /**
     * Creates a kind.
     *
     * @param writes whether its calls may change rows
     */
    CallKind(String name, boolean writes) {
        this.name = name;
        this.writes = writes;
    }

    boolean writes() {
        return writes;
    }

    @Override
    public String toString() {
        return name;
    }
}
