package dev.roster.domain.user;

import java.util.Optional;

/** Encoding of Unicode labels in ASCII (RFC 3492). */
final class Punycode {

    private static final int BASE = 36;
    private static final int T_MIN = 1;
    private static final int T_MAX = 26;
    private static final int SKEW = 38;
    private static final int DAMP = 700;
    private static final int INITIAL_BIAS = 72;
    private static final int FIRST_CODE_POINT = 128;
    private static final String DIGITS = "abcdefghijklmnopqrstuvwxyz0123456789";

    private Punycode() {}

    /** Returns the encoded label, without a prefix. */
    static String encode(String label) {
        int[] codePoints = label.codePoints().toArray();
        StringBuilder encoded = new StringBuilder();
        label.chars().filter(each -> each < FIRST_CODE_POINT).forEach(each -> encoded.append((char) each));
        int basic = encoded.length();
        if (basic > 0) {
            encoded.append('-');
        }
        int bias = INITIAL_BIAS;
        int delta = 0;
        int handled = basic;
        int reached = FIRST_CODE_POINT;
        while (handled < codePoints.length) {
            int next = smallestFrom(reached, codePoints);
            delta += (next - reached) * (handled + 1);
            for (int codePoint : codePoints) {
                if (codePoint < next) {
                    delta++;
                } else if (codePoint == next) {
                    appendNumber(encoded, delta, bias);
                    bias = adapt(delta, handled + 1, handled == basic);
                    delta = 0;
                    handled++;
                }
            }
            delta++;
            reached = next + 1;
        }
        return encoded.toString();
    }

    private static int smallestFrom(int least, int[] codePoints) {
        int smallest = Integer.MAX_VALUE;
        for (int codePoint : codePoints) {
            if (codePoint >= least && codePoint < smallest) {
                smallest = codePoint;
            }
        }
        return smallest;
    }

    private static void appendNumber(StringBuilder encoded, int number, int bias) {
        int rest = number;
        for (int k = BASE; ; k += BASE) {
            int threshold = threshold(k, bias);
            if (rest < threshold) {
                encoded.append(DIGITS.charAt(rest));
                return;
            }
            encoded.append(DIGITS.charAt(threshold + (rest - threshold) % (BASE - threshold)));
            rest = (rest - threshold) / (BASE - threshold);
        }
    }

    /**
     * Returns the label that was encoded.
     *
     * @param encoded in lower case, without a prefix, at most 63 characters
     * @return empty if this is not an encoding
     */
    static Optional<String> decode(String encoded) {
        int separator = encoded.lastIndexOf('-');
        StringBuilder label = new StringBuilder(encoded.substring(0, Math.max(separator, 0)));
        int bias = INITIAL_BIAS;
        long position = 0;
        long codePoint = FIRST_CODE_POINT;
        int length = label.length();
        for (int in = separator + 1; in < encoded.length(); ) {
            long start = position;
            long weight = 1;
            for (int k = BASE; ; k += BASE) {
                int digit = in < encoded.length() ? DIGITS.indexOf(encoded.charAt(in++)) : -1;
                position += digit * weight;
                if (digit < 0 || position > Integer.MAX_VALUE) {
                    return Optional.empty();
                }
                int threshold = threshold(k, bias);
                if (digit < threshold) {
                    break;
                }
                weight *= BASE - threshold;
            }
            length++;
            bias = adapt((int) (position - start), length, start == 0);
            codePoint += position / length;
            position %= length;
            if (!Character.isValidCodePoint((int) codePoint) || isSurrogate((int) codePoint)) {
                return Optional.empty();
            }
            label.insert(label.offsetByCodePoints(0, (int) position), Character.toString((int) codePoint));
            position++;
        }
        return Optional.of(label.toString());
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    private static int threshold(int k, int bias) {
        return Math.min(Math.max(k - bias, T_MIN), T_MAX);
    }

    private static int adapt(int delta, int handled, boolean first) {
        int rest = first ? delta / DAMP : delta / 2;
        rest += rest / handled;
        int k = 0;
        while (rest > (BASE - T_MIN) * T_MAX / 2) {
            rest /= BASE - T_MIN;
            k += BASE;
        }
        return k + (BASE - T_MIN + 1) * rest / (rest + SKEW);
    }
}
