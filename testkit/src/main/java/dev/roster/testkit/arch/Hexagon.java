package dev.roster.testkit.arch;

/**
 * Packages of one project, in ArchUnit's notation for a package and its subpackages.
 *
 * @param base the package that contains the layers
 */
record Hexagon(String base) {

    String everything() {
        return base + "..";
    }

    /** Returns a pattern whose part in parentheses identifies a package. */
    String eachPackage() {
        return base + ".(**)";
    }

    String domain() {
        return base + ".domain..";
    }

    String application() {
        return base + ".application..";
    }

    String port() {
        return base + ".application.port..";
    }

    String adapters() {
        return base + ".adapters..";
    }

    /** Returns a pattern whose part in parentheses identifies an adapter. */
    String eachAdapter() {
        return base + ".adapters.(*)..";
    }

    String bootstrap() {
        return base + ".bootstrap..";
    }

    String testkit() {
        return base + ".testkit..";
    }

    String conformance() {
        return base + ".testkit.conformance..";
    }
}
