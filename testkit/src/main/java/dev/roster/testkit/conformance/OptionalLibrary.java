package dev.roster.testkit.conformance;

/** A library that only some users of the test kit need. */
public final class OptionalLibrary {

    private OptionalLibrary() {}

    /**
     * Makes sure a library is there.
     *
     * @param className a class of it
     * @param coordinates group and artifact to add to the build's test dependencies
     * @throws IllegalStateException naming the coordinates if it is missing
     */
    public static void require(String className, String coordinates) {
        try {
            Class.forName(className, false, OptionalLibrary.class.getClassLoader());
        } catch (ClassNotFoundException missing) {
            throw new IllegalStateException("this needs " + coordinates + " among the test dependencies", missing);
        }
    }
}
