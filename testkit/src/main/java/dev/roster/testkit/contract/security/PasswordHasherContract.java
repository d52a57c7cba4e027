package dev.roster.testkit.contract.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.security.PasswordHasher;
import dev.roster.application.port.security.PasswordHasherBusyException;
import dev.roster.testkit.conformance.CapturedOutput;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Contract;
import dev.roster.testkit.conformance.Provided;
import dev.roster.testkit.conformance.Rendezvous;
import dev.roster.testkit.conformance.Rendezvous.Outcome;
import dev.roster.testkit.conformance.Required;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Contract of {@link PasswordHasher}. */
public abstract class PasswordHasherContract extends Contract<PasswordHasher> {

    private static final String PASSWORD = "correct horse battery staple";

    /** Shorter computations are not compared by their time. */
    private static final Duration MEASURABLE = Duration.ofMillis(1);

    /** Returns a hasher of the same kind with older parameters. */
    protected abstract PasswordHasher olderHasher();

    /**
     * Returns how many hashes the client under test has computed so far, if it counts them. Absent by default: the
     * contract then compares how long computations take.
     */
    protected Provided<LongSupplier> computations() {
        return Provided.absent("the hasher does not count its computations");
    }

    /** Given a hash. When its password is verified by the same hasher or by a second client. Then it matches. */
    @Clause(
            value = "hasher.own-hash-verified",
            promise = "The hash of a password verifies that password, in every process.")
    void verifiesOwnHash() throws Exception {
        PasswordHash hash = client().hash(PASSWORD);

        assertThat(client().verify(PASSWORD, hash)).isTrue();
        assertThat(secondClient().verify(PASSWORD, new PasswordHash(hash.encoded())))
                .isTrue();
    }

    /** Given a hash. When slightly different passwords are verified. Then none matches. */
    @Clause(
            value = "hasher.wrong-password-rejected",
            promise = "A hash verifies no password that differs from its own in any character.")
    void rejectsWrongPassword() {
        PasswordHash hash = client().hash(PASSWORD);

        for (String other : List.of(
                "",
                PASSWORD + "\0",
                PASSWORD + "x",
                PASSWORD + PASSWORD,
                PASSWORD.substring(1),
                PASSWORD.substring(0, PASSWORD.length() - 1),
                PASSWORD.substring(0, 8),
                PASSWORD.replace('c', 'C'),
                PASSWORD.replace('o', '\u043e'),
                PASSWORD.toUpperCase(Locale.ROOT),
                new StringBuilder(PASSWORD).reverse().toString(),
                hash.encoded())) {
            assertThat(client().verify(other, hash)).as("'%s'", other).isFalse();
        }
        assertThat(client().verify(PASSWORD, hash)).isTrue();
    }

    /**
     * Given passwords that differ only in blanks: leading, trailing, doubled, tabs, line ends, no-break spaces, NUL.
     * When each is verified against the hash of another. Then none matches.
     */
    @Clause(
            value = "hasher.blanks-significant",
            promise = "Blanks are characters of a password at every position: none is trimmed, joined or replaced.")
    void comparesBlanks() {
        List<String> spellings = List.of(
                "two words",
                " two words",
                "two words ",
                "  two words",
                "two  words",
                "twowords",
                "two\twords",
                "two words\n",
                "two words\r\n",
                "two\u00a0words",
                "two words\u200b",
                "\uFEFFtwo words",
                "two words\0",
                "two\0words",
                "two");
        for (String own : List.of(spellings.get(0), spellings.get(1), spellings.get(2), "two words\n", "two\0words")) {
            PasswordHash hash = client().hash(own);
            for (String typed : spellings) {
                assertThat(client().verify(typed, hash))
                        .as("'%s' against the hash of '%s'", typed, own)
                        .isEqualTo(typed.equals(own));
            }
        }
    }

    /**
     * Given a hasher and its reserved part. When each verifies hashes of the other. Then correct passwords match and
     * wrong ones do not, and no hash needs renewal.
     */
    @Clause(
            value = "hasher.reserved-equivalent",
            promise = "A hasher and its reserved part accept each other's hashes.")
    void reservedPartIsEquivalent() {
        PasswordHasher reserved = client().reserved();
        PasswordHash own = client().hash(PASSWORD);
        PasswordHash other = reserved.hash(PASSWORD);

        assertThat(Required.call("a check of the other's hash", () -> client().verify(PASSWORD, other)))
                .isTrue();
        assertThat(Required.call("a check of the other's hash", () -> reserved.verify(PASSWORD, own)))
                .isTrue();
        assertThat(reserved.verify(PASSWORD + "x", own)).isFalse();
        assertThat(reserved.verify(PASSWORD, reserved.decoy())).isFalse();
        assertThat(client().needsRenewal(other) || reserved.needsRenewal(own)).isFalse();
    }

    /** Given one password. When it is hashed twice. Then the hashes differ, and both match the password. */
    @Clause(value = "hasher.salted", promise = "Two hashes of one password differ.")
    void saltsHashes() throws Exception {
        PasswordHash one = client().hash(PASSWORD);
        PasswordHash two = client().hash(PASSWORD);

        assertThat(one).isNotEqualTo(two);
        assertThat(secondClient().hash(PASSWORD)).isNotIn(one, two);
        assertThat(client().hash("another password")).isNotIn(one, two);
        assertThat(client().verify(PASSWORD, one)).isTrue();
        assertThat(client().verify(PASSWORD, two)).isTrue();
    }

    /**
     * Given a password. When it is hashed and verified, rightly and wrongly, also against a damaged hash. Then no hash,
     * string form, exception or log entry contains it, as it is or encoded, and none but the hash contains the hash.
     */
    @Clause(
            value = "hasher.hash-hides-password",
            promise =
                    "No hash, string form, exception or log entry contains the password, and none but the hash the hash.")
    void hashHidesPassword() throws Exception {
        // Other tests log at the same time, maybe with a fault.
        String word = "hunter" + UUID.randomUUID().toString().substring(0, 8);
        String password = word + word;
        PasswordHash hash = client().hash(password);
        List<String> texts = new ArrayList<>(List.of(hash.toString(), client().toString()));

        try (CapturedOutput output = new CapturedOutput()) {
            PasswordHash another = client().hash(password);
            client().verify(password, another);
            client().verify(password + "x", hash);
            client().verify(password, client().decoy());
            for (PasswordHash damaged :
                    List.of(new PasswordHash("x" + hash.encoded()), new PasswordHash(hash.encoded() + password))) {
                texts.add(failure(() -> client().verify(password, damaged)));
                texts.add(failure(() -> client().needsRenewal(damaged)));
            }
            texts.add(output.text());
        }

        String end = hash.encoded().substring(hash.encoded().length() - 16);
        assertThat(texts).allSatisfy(text -> assertThat(text).doesNotContain(hash.encoded(), end));
        texts.add(hash.encoded());
        byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
        assertThat(texts)
                .allSatisfy(text -> assertThat(text)
                        .doesNotContainIgnoringCase(
                                word,
                                HexFormat.of().formatHex(bytes),
                                Base64.getEncoder().withoutPadding().encodeToString(bytes),
                                new StringBuilder(password).reverse().toString()));
    }

    /** Returns the exception with its causes, as a log would show it. */
    private static String failure(Callable<Boolean> call) throws Exception {
        try {
            return call.call().toString();
        } catch (IllegalArgumentException rejected) {
            return CapturedOutput.logged(rejected);
        }
    }

    /**
     * Given passwords of many scripts and up to the maximum length, in groups of similar ones. When each is verified
     * against the hashes of its group. Then it matches only its own hash.
     */
    @Clause(
            value = "hasher.passwords-compared-exactly",
            promise = "Passwords are compared exactly, in any script and up to the maximum length.")
    void comparesPasswordsExactly() {
        for (List<String> similar : List.of(
                List.of("pässwörd", "pa\u0308sswo\u0308rd", "password"),
                List.of("סיסמה ארוכה", "?????? ?????"),
                List.of("😀".repeat(128), "😀".repeat(127) + "😁"),
                List.of("x".repeat(128), "x".repeat(127), "x".repeat(127) + "y"),
                List.of("x".repeat(72), "x".repeat(71) + "y", "x".repeat(72) + "y"),
                List.of("\uD800 alone", "\uD801 alone", "? alone", "\uFFFD alone"))) {
            List<PasswordHash> hashes = similar.stream().map(client()::hash).toList();
            for (int i = 0; i < similar.size(); i++) {
                for (int j = 0; j < hashes.size(); j++) {
                    assertThat(client().verify(similar.get(i), hashes.get(j)))
                            .as("'%s' against the hash of '%s'", similar.get(i), similar.get(j))
                            .isEqualTo(i == j);
                }
            }
        }
    }

    /**
     * Given two threads. When each hashes and verifies passwords of its own at the same time. Then each hash matches
     * its password only.
     */
    @Clause(
            value = "hasher.concurrent-use",
            promise =
                    "A hasher can be used by several threads at once; a busy one throws an exception and hashes nothing.")
    void supportsConcurrentUse() throws Exception {
        AtomicInteger compared = new AtomicInteger();

        TightRace.run((thread, round) -> {
            String password = "password " + thread + " " + round;
            try {
                PasswordHash hash = client().hash(password);
                assertThat(client().verify(password, hash)).isTrue();
                assertThat(client().verify("password " + (1 - thread) + " " + round, hash))
                        .isFalse();
                compared.incrementAndGet();
            } catch (PasswordHasherBusyException busy) {
                assertThat(busy.retryAfter()).isPositive();
            }
        });

        assertThat(compared).hasPositiveValue();
    }

    /** Given a hash made with older parameters. When passwords are verified. Then only the right one matches. */
    @Clause(value = "hasher.older-parameters-verified", promise = "A hash made with older parameters stays valid.")
    void verifiesHashOfOlderParameters() {
        PasswordHash old = olderHasher().hash(PASSWORD);

        assertThat(client().verify(PASSWORD, old)).isTrue();
        assertThat(client().verify("wrong password", old)).isFalse();
    }

    /**
     * Given a hash with current parameters, a hash with older parameters and a decoy. When each is checked for renewal.
     * Then only the hash with older parameters needs it.
     */
    @Clause(
            value = "hasher.renewal-reported",
            promise = "Exactly the hashes made with other than the current parameters need renewal.")
    void reportsHashesThatNeedRenewal() {
        assertThat(client().needsRenewal(client().hash(PASSWORD))).isFalse();
        assertThat(client().needsRenewal(client().decoy())).isFalse();
        assertThat(client().needsRenewal(olderHasher().hash(PASSWORD))).isTrue();
    }

    /**
     * Given texts that are not hashes of this hasher. When they are verified or checked for renewal. Then each throws
     * {@link IllegalArgumentException}.
     */
    @Clause(
            value = "hasher.foreign-hash-rejected",
            promise = "A text that is not a hash of this kind of hasher is rejected with an IllegalArgumentException.")
    void rejectsForeignHash() {
        String own = client().hash(PASSWORD).encoded();
        for (String foreign : List.of(
                "",
                "plain",
                PASSWORD,
                "$2b$12$abcdefghijklmnopqrstuv",
                "{noop}" + PASSWORD,
                "\0",
                "\uD800",
                own.substring(1),
                "x" + own,
                " " + own,
                own + "\n",
                "$".repeat(1_000),
                "x".repeat(100_000))) {
            PasswordHash hash = new PasswordHash(foreign);
            assertThatIllegalArgumentException().as("'%s'", foreign).isThrownBy(() -> client().verify(PASSWORD, hash));
            assertThatIllegalArgumentException().as("'%s'", foreign).isThrownBy(() -> client().needsRenewal(hash));
        }
    }

    /**
     * Given a hash. When it is damaged: cut off, extended, or with another character. Then it is rejected with an
     * {@link IllegalArgumentException}, or no password matches it.
     */
    @Clause(
            value = "hasher.damaged-hash-never-verified",
            promise = "No password matches a hash of which a part is missing or changed.")
    void damagedHashVerifiesNoPassword() {
        String own = client().hash(PASSWORD).encoded();
        String other = client().hash("another password").encoded();
        Set<String> damaged = new LinkedHashSet<>(List.of(own + "x", own + own));
        for (int missing = 1; missing <= own.length(); missing += missing < 5 ? 1 : 6) {
            damaged.add(own.substring(0, own.length() - missing));
        }
        for (int i = 0; i < own.length(); i += 7) {
            damaged.add(own.substring(0, i) + '!' + own.substring(i + 1));
        }
        // The last characters are shorter than any digest.
        damaged.add(own.substring(0, own.length() - 12) + other.substring(other.length() - 12));
        damaged.remove(own);

        for (String hash : damaged) {
            assertThat(verifiesOrRejects(PASSWORD, hash))
                    .as("the hash %s", hash)
                    .isFalse();
            assertThat(verifiesOrRejects("", hash)).as("the hash %s", hash).isFalse();
        }
    }

    private boolean verifiesOrRejects(String password, String hash) {
        try {
            return client().verify(password, new PasswordHash(hash));
        } catch (IllegalArgumentException | PasswordHasherBusyException rejected) {
            return false;
        }
    }

    /**
     * Given the hash of a password. When each number in its parameters is replaced by a huge one, as a manipulated
     * database may contain. Then the hash is rejected, or compared in bounded time and memory; no password matches.
     */
    @Clause(
            value = "hasher.costly-parameters-bounded",
            promise = "A stored hash cannot exhaust time or memory: huge parameters are rejected or bounded.")
    void boundsCostlyParameters() throws Exception {
        PasswordHash hash = client().hash(PASSWORD);
        String parameters = commonStart(hash, client().hash(PASSWORD));
        Matcher numbers = Pattern.compile("[0-9]+").matcher(parameters);
        while (numbers.find()) {
            for (String huge : List.of("999999999", "2147483647", "99999999999999999999")) {
                String costly = hash.encoded().substring(0, numbers.start())
                        + huge
                        + hash.encoded().substring(numbers.end());

                Outcome<Boolean> outcome = Rendezvous.runOnOtherThread(() -> verifiesOrRejects(PASSWORD, costly));

                assertThat(outcome.failure())
                        .as("the failure that the hash %s caused", costly)
                        .isEmpty();
                assertThat(outcome.get())
                        .as("whether the hash %s matches", costly)
                        .isFalse();
            }
        }
        assertThat(client().verify(PASSWORD, hash)).isTrue();
    }

    /** Returns what two hashes of one password have in common: the parameters, but not the salt. */
    private static String commonStart(PasswordHash one, PasswordHash other) {
        int end = 0;
        while (end < one.encoded().length()
                && end < other.encoded().length()
                && one.encoded().charAt(end) == other.encoded().charAt(end)) {
            end++;
        }
        // By chance, salts start with the same characters; numbers end before the last separator.
        String common = one.encoded().substring(0, end);
        return common.replaceFirst("[A-Za-z0-9]*$", "");
    }

    /**
     * Given decoys. When passwords are verified against a decoy. Then none matches, and the decoys differ, on every
     * client.
     */
    @Clause(value = "hasher.decoy-never-verified", promise = "No password matches a decoy.")
    void decoyVerifiesNoPassword() throws Exception {
        PasswordHash decoy = client().decoy();

        assertThat(decoy)
                .isNotEqualTo(client().decoy())
                .isNotEqualTo(secondClient().decoy());
        for (String password : List.of("", " ", "\0", PASSWORD, "decoy", decoy.encoded())) {
            assertThat(client().verify(password, decoy)).isFalse();
            assertThat(secondClient().verify(password, decoy)).isFalse();
        }
    }

    /**
     * Given decoys and real hashes. When they are compared. Then they have the same parameters and length. When a
     * password is verified against each. Then as many hashes are computed. If the hasher does not count its
     * computations, both take times of the same order, unless they are too short to compare.
     */
    @Clause(
            value = "hasher.decoy-costs-the-same",
            promise =
                    "To verify a password against a decoy costs the same as against a real hash, and a decoy looks like one.")
    void decoyCostsTheSame() {
        PasswordHash hash = client().hash(PASSWORD);
        String parameters = commonStart(hash, client().hash(PASSWORD));
        for (PasswordHasher hasher : List.of(client(), client().reserved())) {
            PasswordHash decoy = hasher.decoy();
            assertThat(decoy.encoded()).startsWith(parameters).hasSameSizeAs(hash.encoded());
            for (int i = 0; i < 2; i++) {
                assertSameCost(hasher, hash, decoy);
            }
        }
    }

    private void assertSameCost(PasswordHasher hasher, PasswordHash hash, PasswordHash decoy) {
        Optional<LongSupplier> counter = computations().value();
        if (counter.isPresent()) {
            long before = counter.get().getAsLong();
            hasher.verify(PASSWORD, hash);
            long real = counter.get().getAsLong();
            hasher.verify(PASSWORD, decoy);
            assertThat(counter.get().getAsLong() - real)
                    .as("computations for a decoy")
                    .isPositive()
                    .isEqualTo(real - before);
        } else {
            long real = Long.MAX_VALUE;
            long forDecoy = Long.MAX_VALUE;
            // The shortest of several: whatever else the machine does only prolongs a computation.
            for (int i = 0; i < 7; i++) {
                real = Math.min(real, nanosToVerify(hasher, hash));
                forDecoy = Math.min(forDecoy, nanosToVerify(hasher, decoy));
            }
            if (real > MEASURABLE.toNanos()) {
                assertThat(forDecoy).as("ns for a decoy, %s for a hash", real).isBetween(real / 10, 10 * real);
            } else {
                assertThat(forDecoy).as("ns for a decoy").isLessThan(10 * MEASURABLE.toNanos());
            }
        }
    }

    private static long nanosToVerify(PasswordHasher hasher, PasswordHash hash) {
        long start = System.nanoTime();
        hasher.verify(PASSWORD, hash);
        return System.nanoTime() - start;
    }
}
