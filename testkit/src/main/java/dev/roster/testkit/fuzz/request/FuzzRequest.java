package dev.roster.testkit.fuzz.request;

import java.util.List;
import java.util.Set;

/**
 * A request as drawn.
 *
 * @param operation what it was made from
 * @param mutations what was done to it, none if it is as the document wants it
 * @param traits what follows for its answer
 * @param byteText the whole of it, a character for each byte
 */
public record FuzzRequest(
        long seed, int index, Operation operation, List<String> mutations, Set<Trait> traits, String byteText) {

    /** What is to be known of a request to judge its answer. */
    public enum Trait {
        /** It may have reached another operation than the one it was made from. */
        OTHER_OPERATION,
        /** The method is HEAD: no body comes. */
        HEAD,
        /** It is no message of HTTP/1.1: the connection cannot be used after it. */
        MALFORMED,
        /** It ends too early. A server may close without an answer (RFC 9112, section 8). */
        INCOMPLETE,
        /** Its transfer coding is unknown: 501 is right (RFC 9112, section 6.1). */
        UNKNOWN_CODING,
        /** The server need not read all of it, and a reset may overtake its answer (RFC 9112, section 9.6). */
        LARGE
    }

    /** Makes a copy of what it gets. */
    public FuzzRequest {
        mutations = List.copyOf(mutations);
        traits = Set.copyOf(traits);
    }

    public boolean has(Trait trait) {
        return traits.contains(trait);
    }

    /** With what it takes to draw it again. */
    @Override
    public String toString() {
        return "seed " + seed + ", index " + index + ", made from " + operation + ", faults " + mutations + "\n"
                + ByteText.escaped(byteText);
    }
}
