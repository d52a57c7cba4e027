package dev.roster.bootstrap;

/** Creates a component when the service starts. */
@FunctionalInterface
interface Opener<T> {

    /**
     * Returns the component.
     *
     * @param opened receives what the service must close: after a failed start, or when it ends
     */
    T open(CloseableStack opened);
}
