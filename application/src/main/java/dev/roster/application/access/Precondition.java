package dev.roster.application.access;

/**
 * A condition on the current state that must hold for a change to be applied, such as {@code If-Match} of an HTTP
 * request. A service throws {@link PreconditionFailedException} if it does not hold (HTTP: 412). It is evaluated after
 * the authorization check, and its result is still valid when the change is stored. It may be evaluated more than once.
 */
@FunctionalInterface
public interface Precondition {

    /** No condition: the last writer wins. */
    Precondition NONE = current -> true;

    /** Returns whether the change may be applied to this state. */
    boolean holds(Revision current);

    /**
     * Throws if the change may not be applied to this state.
     *
     * @param what the entity, such as "user 42"
     * @throws PreconditionFailedException if the precondition does not hold
     */
    default void require(Revision current, String what) {
        if (!holds(current)) {
            throw new PreconditionFailedException(what);
        }
    }
}
