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
    @Clause("hasher.verifies-its-own")
    void verifiesItsOwn() throws Exception {
        PasswordHash hash = subject().hash(PASSWORD);

        assertThat(subject().verify(PASSWORD, hash)).isTrue();
        assertThat(secondClient().verify(PASSWORD, new PasswordHash(hash.encoded())))
                .isTrue();
    }

    /** Given a hash; when passwords are tried that differ a little; then none verifies. */
    @Clause("hasher.refuses-others")
    void refusesOthers() {
        PasswordHash hash = subject().hash(PASSWORD);

        for (String other : List.of(
                "", PASSWORD + " ", PASSWORD + "\0", PASSWORD.substring(1), PASSWORD.toUpperCase(Locale.ROOT))) {
            assertThat(subject().verify(other, hash)).as("'%s'", other).isFalse();
        }
    }

    /** Given one password; when it is hashed twice; then the hashes differ, and both verify. */
    @Clause("hasher.salted")
    void salted() {
        PasswordHash one = subject().hash(PASSWORD);
        PasswordHash two = subject().hash(PASSWORD);

        assertThat(one).isNotEqualTo(two);
        assertThat(subject().verify(PASSWORD, one)).isTrue();
        assertThat(subject().verify(PASSWORD, two)).isTrue();
    }

    /** Given a hash; then neither its encoded form nor its string form shows the password. */
    @Clause("hasher.hides-the-password")
    void hidesThePassword() {
        PasswordHash hash = subject().hash("hunter2hunter2");

        assertThat(hash.encoded()).doesNotContain("hunter2");
        assertThat(hash.toString()).doesNotContain(hash.encoded()).doesNotContain("hunter2");
    }

    /** Given passwords of every script, and the longest; then each verifies alone, also where two look alike. */
    @Clause("hasher.passwords-taken-exactly")
    void passwordsTakenExactly() {
        List<String> passwords = List.of(
                "pässwörd",
                "pa\u0308sswo\u0308rd",
                "סיסמה ארוכה",
                "😀".repeat(128),
                "😀".repeat(127) + "😁",
                "x".repeat(128),
                "x".repeat(127));
        List<PasswordHash> hashes = passwords.stream().map(subject()::hash).toList();

        for (int i = 0; i < passwords.size(); i++) {
            for (int j = 0; j < hashes.size(); j++) {
                assertThat(subject().verify(passwords.get(i), hashes.get(j)))
                        .as("password %d against hash %d", i, j)
                        .isEqualTo(i == j);
            }
        }
    }

    /** Given a hash made with older parameters; when passwords are tried; then the right one alone verifies. */
    @Clause("hasher.verifies-older-parameters")
    void verifiesOlderParameters() {
        PasswordHash old = olderHasher().hash(PASSWORD);

        assertThat(subject().verify(PASSWORD, old)).isTrue();
        assertThat(subject().verify("wrong password", old)).isFalse();
    }

    /** Given hashes of today, of older parameters, and a decoy; then those of older parameters alone want renewal. */
    @Clause("hasher.renewal-told")
    void renewalTold() {
        assertThat(subject().needsRenewal(subject().hash(PASSWORD))).isFalse();
        assertThat(subject().needsRenewal(subject().decoy())).isFalse();
        assertThat(subject().needsRenewal(olderHasher().hash(PASSWORD))).isTrue();
    }

    /** Given text that is no hash of this hasher, some of it nearly one; then it is refused, not merely unequal. */
    @Clause("hasher.foreign-hash-refused")
    void foreignHashRefused() {
        String own = subject().hash(PASSWORD).encoded();
        for (String foreign : List.of("", "plain", "$2b$12$abcdefghijklmnopqrstuv", own.substring(1), "x" + own)) {
            PasswordHash hash = new PasswordHash(foreign);
            assertThatIllegalArgumentException()
                    .as("'%s'", foreign)
                    .isThrownBy(() -> subject().verify(PASSWORD, hash));
            assertThatIllegalArgumentException()
                    .as("'%s'", foreign)
                    .isThrownBy(() -> subject().needsRenewal(hash));
        }
    }

    /** Given decoys; when passwords are tried; then none verifies, and no two decoys are alike. */
    @Clause("hasher.decoy-matches-nothing")
    void decoyMatchesNothing() {
        PasswordHash decoy = subject().decoy();

        assertThat(decoy).isNotEqualTo(subject().decoy());
        for (String password : List.of("", PASSWORD, "decoy", decoy.encoded())) {
            assertThat(subject().verify(password, decoy)).isFalse();
        }
    }
}
