package dev.roster.testkit.conformance;

/** A library that only some users of the test kit need. */
public final class OptionalLibrary {

    private OptionalLibrary() {}

    /**
     * Checks that a library is on the class path.
     *
     * @param className a class of the library
     * @param coordinates group and artifact to add to the build's test dependencies
     * @throws IllegalStateException naming the coordinates if the library is missing
     */
    public static void require(String className, String coordinates) {
        try {
            Class.forName(className, false, OptionalLibrary.class.getClassLoader());
        } catch (ClassNotFoundException missing) {
            throw new IllegalStateException(
                    "missing library " + coordinates + "; add it to the test dependencies", missing);
        }
    }
}
