package dev.roster.testkit.arch;

/**
 * The packages of one project, as ArchUnit writes a package with all that are in it.
 *
 * @param base the package that holds the layers
 */
record Hexagon(String base) {

    String everything() {
        return base + "..";
    }

    /** The part in parentheses tells one package from another. */
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

    /** The part in parentheses tells one adapter from another. */
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
