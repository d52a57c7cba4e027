package dev.roster.testkit.contract.storage.transaction;

/** Throws any throwable where none is declared, as generated code and other JVM languages do. */
public final class Sneaky {

    private Sneaky() {}

    /** Throws any throwable. The result, never returned, allows callers to write a statement that ends a method. */
    public static RuntimeException thrown(Throwable any) {
        throw Sneaky.<RuntimeException>unchecked(any);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the cast has no effect at run time
    private static <X extends Throwable> RuntimeException unchecked(Throwable thrown) throws X {
        throw (X) thrown;
    }
}
