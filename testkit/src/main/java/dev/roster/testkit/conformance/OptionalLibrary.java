package dev.roster.testkit.conformance;

/** A library that only some users of the test kit need. */
public final class OptionalLibrary {

    private OptionalLibrary() {}

    /**
     * Checks that a library is on the class path.
     *
     * @param className a class of the library
     * @param coordinates group, artifact and version, separated by colons, to add to the build's test dependencies
     * @throws IllegalStateException with the dependency for Maven and Gradle if the library is missing
     */
    public static void require(String className, String coordinates) {
        require(className, coordinates, "");
    }

    /**
     * Checks that a library is on the class path, as {@link #require(String, String)} does.
     *
     * @param more what else to add to the build
     */
    public static void require(String className, String coordinates, String more) {
        try {
            Class.forName(className, false, OptionalLibrary.class.getClassLoader());
        } catch (ClassNotFoundException missing) {
            throw new IllegalStateException(message(coordinates, more), missing);
        }
    }

    private static String message(String coordinates, String more) {
        String[] parts = coordinates.split(":", 3);
        return """
                missing library %s:%s; add it to the test dependencies.
                Maven:
                    <dependency>
                      <groupId>%1$s</groupId>
                      <artifactId>%2$s</artifactId>
                      <version>%s</version>
                      <scope>test</scope>
                    </dependency>
                Gradle:
                    testImplementation("%s")
                %s""".formatted(parts[0], parts[1], parts[2], coordinates, more).stripTrailing();
    }
}
