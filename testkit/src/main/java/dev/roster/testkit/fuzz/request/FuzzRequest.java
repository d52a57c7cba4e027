package dev.roster.testkit.fuzz.request;

import java.util.List;
import java.util.Set;

/**
 * Generated request.
 *
 * @param operation the operation from which it was generated
 * @param mutations the names of the applied mutations; empty for a valid request
 * @param traits properties that affect the expected response
 * @param byteText the whole request as a {@link ByteText}
 */
public record FuzzRequest(
        long seed, int index, Operation operation, List<String> mutations, Set<Trait> traits, String byteText) {

    /** Property of a request that affects the expected response. */
    public enum Trait {
        /** The request may reach another operation than the one it was generated from. */
        OTHER_OPERATION,
        /** The method is HEAD, so the response has no body. */
        HEAD,
        /** The message is not valid HTTP/1.1, so the connection cannot be reused. */
        MALFORMED,
        /** The message is incomplete. A server may close the connection without a response (RFC 9112, section 8). */
        INCOMPLETE,
        /** The transfer coding is unknown, so 501 is correct (RFC 9112, section 6.1). */
        UNKNOWN_CODING,
        /**
         * The server need not read the whole request. A connection reset may then overtake its response (RFC 9112,
         * section 9.6).
         */
        LARGE
    }

    /** Copies the collections. */
    public FuzzRequest {
        mutations = List.copyOf(mutations);
        traits = Set.copyOf(traits);
    }

    public boolean has(Trait trait) {
        return traits.contains(trait);
    }

    /** Returns the request with the seed and index that generate it again. */
    @Override
    public String toString() {
        return "seed " + seed + ", index " + index + ", generated from " + operation + ", mutations " + mutations + "\n"
                + ByteText.escaped(byteText);
    }
}
