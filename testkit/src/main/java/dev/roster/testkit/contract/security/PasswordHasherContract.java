package dev.roster.testkit.contract.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.security.PasswordHasher;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Contract;
import java.util.List;
import java.util.Locale;

/** What every {@link PasswordHasher} keeps. */
public abstract class PasswordHasherContract extends Contract<PasswordHasher> {

    private static final String PASSWORD = "correct horse battery staple";

    /** For subclasses. */
    protected PasswordHasherContract() {}

    /** A hasher of the same kind with other parameters, as it was configured some time ago. */
    protected abstract PasswordHasher olderHasher();

    /** Given a hash; when its password is tried, also by another client; then it verifies. */
    @Clause("hasher.own-hash-verified")
    void verifiesOwnHash() throws Exception {
        PasswordHash hash = client().hash(PASSWORD);

        assertThat(client().verify(PASSWORD, hash)).isTrue();
        assertThat(secondClient().verify(PASSWORD, new PasswordHash(hash.encoded())))
                .isTrue();
    }

    /** Given a hash; when passwords are tried that differ a little; then none verifies. */
    @Clause("hasher.wrong-password-rejected")
    void rejectsWrongPassword() {
        PasswordHash hash = client().hash(PASSWORD);

        for (String other : List.of(
                "", PASSWORD + " ", PASSWORD + "\0", PASSWORD.substring(1), PASSWORD.toUpperCase(Locale.ROOT))) {
            assertThat(client().verify(other, hash)).as("'%s'", other).isFalse();
        }
    }

    /** Given one password; when it is hashed twice; then the hashes differ, and both verify. */
    @Clause("hasher.salted")
    void saltsHashes() {
        PasswordHash one = client().hash(PASSWORD);
        PasswordHash two = client().hash(PASSWORD);

        assertThat(one).isNotEqualTo(two);
        assertThat(client().verify(PASSWORD, one)).isTrue();
        assertThat(client().verify(PASSWORD, two)).isTrue();
    }

    /** Given a hash; then neither its encoded form nor its string form shows the password. */
    @Clause("hasher.hash-hides-password")
    void hashHidesPassword() {
        PasswordHash hash = client().hash("hunter2hunter2");

        assertThat(hash.encoded()).doesNotContain("hunter2");
        assertThat(hash.toString()).doesNotContain(hash.encoded()).doesNotContain("hunter2");
    }

    /** Given passwords of every script, and the longest; then each verifies alone, also where two look alike. */
    @Clause("hasher.passwords-compared-exactly")
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

    /** Given a hash made with older parameters; when passwords are tried; then the right one alone verifies. */
    @Clause("hasher.older-parameters-verified")
    void verifiesHashOfOlderParameters() {
        PasswordHash old = olderHasher().hash(PASSWORD);

        assertThat(client().verify(PASSWORD, old)).isTrue();
        assertThat(client().verify("wrong password", old)).isFalse();
    }

    /** Given hashes of today, of older parameters, and a decoy; then those of older parameters alone want renewal. */
    @Clause("hasher.renewal-reported")
    void reportsHashesThatNeedRenewal() {
        assertThat(client().needsRenewal(client().hash(PASSWORD))).isFalse();
        assertThat(client().needsRenewal(client().decoy())).isFalse();
        assertThat(client().needsRenewal(olderHasher().hash(PASSWORD))).isTrue();
    }

    /** Given text that is no hash of this hasher, some of it nearly one; then it is refused, not merely unequal. */
    @Clause("hasher.foreign-hash-rejected")
    void rejectsForeignHash() {
        String own = client().hash(PASSWORD).encoded();
        for (String foreign : List.of("", "plain", "$2b$12$abcdefghijklmnopqrstuv", own.substring(1), "x" + own)) {
            PasswordHash hash = new PasswordHash(foreign);
            assertThatIllegalArgumentException().as("'%s'", foreign).isThrownBy(() -> client().verify(PASSWORD, hash));
            assertThatIllegalArgumentException().as("'%s'", foreign).isThrownBy(() -> client().needsRenewal(hash));
        }
    }

    /** Given decoys; when passwords are tried; then none verifies, and no two decoys are alike. */
    @Clause("hasher.decoy-never-verified")
    void decoyVerifiesNoPassword() {
        PasswordHash decoy = client().decoy();

        assertThat(decoy).isNotEqualTo(client().decoy());
        for (String password : List.of("", PASSWORD, "decoy", decoy.encoded())) {
            assertThat(client().verify(password, decoy)).isFalse();
        }
    }
}
