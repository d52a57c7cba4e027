package dev.roster.application.access;

/**
 * What must hold of a thing's state for a change to be made. It is asked after the caller's right to the change, and the
 * answer still holds when the change is stored. It may be asked more than once.
 */
@FunctionalInterface
public interface Precondition {

    /** No condition: the last writer wins. */
    Precondition NONE = current -> true;

    /** Whether the change may be made to a thing in this state. */
    boolean holds(Revision current);
}
