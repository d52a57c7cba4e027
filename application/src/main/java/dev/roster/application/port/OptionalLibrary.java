package dev.roster.application.port;

/**
 * A library that an adapter needs for some of its uses only. Its build does not pass the library on to programs that use
 * the adapter.
 *
 * @param resource name of a class file or another resource of the library
 * @param coordinates group, artifact and version, separated by colons
 * @param use what requires the library
 */
public record OptionalLibrary(String resource, String coordinates, String use) {

    /**
     * Checks that the library is on the class path.
     *
     * @param user a class of the adapter
     * @throws IllegalStateException if the library is missing; the message names it
     */
    public void require(Class<?> user) {
        if (!isPresent(user)) {
            throw new IllegalStateException(missing());
        }
    }

    /**
     * Returns whether the library is on the class path.
     *
     * @param user a class of the adapter
     */
    public boolean isPresent(Class<?> user) {
        ClassLoader loader = user.getClassLoader();
        return (loader == null ? ClassLoader.getSystemResource(resource) : loader.getResource(resource)) != null;
    }

    /** Returns the message for a missing library: its name, what requires it, and what to add to the build. */
    public String missing() {
        String artifact = coordinates.substring(0, coordinates.lastIndexOf(':'));
        return "missing library " + artifact + ", which is required for " + use + "; add " + coordinates
                + " to the dependencies";
    }
}
