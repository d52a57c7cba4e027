package dev.roster.testkit.contract.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.security.PasswordHasher;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Contract;
import java.util.List;
import java.util.Locale;

/** Contract of {@link PasswordHasher}. */
public abstract class PasswordHasherContract extends Contract<PasswordHasher> {

    private static final String PASSWORD = "correct horse battery staple";

    /** Returns a hasher of the same kind with older parameters. */
    protected abstract PasswordHasher olderHasher();

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
            promise = "A hash verifies no password that differs from its own in any character, blanks included.")
    void rejectsWrongPassword() {
        PasswordHash hash = client().hash(PASSWORD);

        for (String other : List.of(
                "", PASSWORD + " ", PASSWORD + "\0", PASSWORD.substring(1), PASSWORD.toUpperCase(Locale.ROOT))) {
            assertThat(client().verify(other, hash)).as("'%s'", other).isFalse();
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

        assertThat(client().verify(PASSWORD, other)).isTrue();
        assertThat(reserved.verify(PASSWORD, own)).isTrue();
        assertThat(reserved.verify(PASSWORD + "x", own)).isFalse();
        assertThat(reserved.verify(PASSWORD, reserved.decoy())).isFalse();
        assertThat(client().needsRenewal(other) || reserved.needsRenewal(own)).isFalse();
    }

    /** Given one password. When it is hashed twice. Then the hashes differ, and both match the password. */
    @Clause(value = "hasher.salted", promise = "Two hashes of one password differ.")
    void saltsHashes() {
        PasswordHash one = client().hash(PASSWORD);
        PasswordHash two = client().hash(PASSWORD);

        assertThat(one).isNotEqualTo(two);
        assertThat(client().verify(PASSWORD, one)).isTrue();
        assertThat(client().verify(PASSWORD, two)).isTrue();
    }

    /** Given a hash. When its encoded form and its string form are read. Then neither contains the password. */
    @Clause(
            value = "hasher.hash-hides-password",
            promise = "A hash contains no part of the password, and its string form does not contain the hash.")
    void hashHidesPassword() {
        PasswordHash hash = client().hash("hunter2hunter2");

        assertThat(hash.encoded()).doesNotContain("hunter2");
        assertThat(hash.toString()).doesNotContain(hash.encoded()).doesNotContain("hunter2");
    }

    /**
     * Given passwords of many scripts and up to the maximum length, some of them similar. When each is verified against
     * each hash. Then it matches only its own hash.
     */
    @Clause(
            value = "hasher.passwords-compared-exactly",
            promise = "Passwords are compared exactly, in any script and up to the maximum length.")
    void comparesPasswordsExactly() {
        List<String> passwords = List.of(
                "pässwörd",
                "pa\u0308sswo\u0308rd",
                "סיסמה ארוכה",
                "😀".repeat(128),
                "😀".repeat(127) + "😁",
                "x".repeat(128),
                "x".repeat(127));
        List<PasswordHash> hashes = passwords.stream().map(client()::hash).toList();

        for (int i = 0; i < passwords.size(); i++) {
            for (int j = 0; j < hashes.size(); j++) {
                assertThat(client().verify(passwords.get(i), hashes.get(j)))
                        .as("password %d against hash %d", i, j)
                        .isEqualTo(i == j);
            }
        }
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
        for (String foreign : List.of("", "plain", "$2b$12$abcdefghijklmnopqrstuv", own.substring(1), "x" + own)) {
            PasswordHash hash = new PasswordHash(foreign);
            assertThatIllegalArgumentException().as("'%s'", foreign).isThrownBy(() -> client().verify(PASSWORD, hash));
            assertThatIllegalArgumentException().as("'%s'", foreign).isThrownBy(() -> client().needsRenewal(hash));
        }
    }

    /** Given two decoys. When passwords are verified against a decoy. Then none matches, and the decoys differ. */
    @Clause(value = "hasher.decoy-never-verified", promise = "No password matches a decoy.")
    void decoyVerifiesNoPassword() {
        PasswordHash decoy = client().decoy();

        assertThat(decoy).isNotEqualTo(client().decoy());
        for (String password : List.of("", PASSWORD, "decoy", decoy.encoded())) {
            assertThat(client().verify(password, decoy)).isFalse();
        }
    }
}
