package dev.roster.bootstrap.argon2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roster.application.port.security.PasswordHash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Argon2PasswordHasherTest {

    private static final Argon2Cost CHEAP = new Argon2Cost(64, 1, 1);

    private final Argon2PasswordHasher hasher = new Argon2PasswordHasher(CHEAP, 2, 64);

    @AfterEach
    void close() {
        hasher.close();
    }

    /** Test vectors of the reference implementation (phc-winner-argon2, src/test.c) for Argon2id, version 19. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            password          | $argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc
            password          | $argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4
            password          | $argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc
            differentpassword | $argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$C4TWUs9rDEvq7w3+J4umqA32aWKB1+DSiRuBfYxFj94
            password          | $argon2id$v=19$m=65536,t=2,p=1$ZGlmZnNhbHQ$vfMrBczELrFdWP0ZsfhWsRPaHppYdP3MVEMIVlqoFBw
            """)
    void verifiesHashesOfReferenceImplementation(String password, String phc) {
        assertThat(hasher.verify(password, new PasswordHash(phc))).isTrue();
        assertThat(hasher.verify(password + "x", new PasswordHash(phc))).isFalse();
        assertThat(hasher.needsRenewal(new PasswordHash(phc))).isTrue();
    }

    @Test
    void writesProductionHashesInPhcFormat() {
        try (Argon2PasswordHasher production = new Argon2PasswordHasher()) {
            PasswordHash hash = production.hash("correct horse");

            assertThat(hash.encoded())
                    .matches("\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");
            assertThat(production.verify("correct horse", hash)).isTrue();
            assertThat(production.needsRenewal(hash)).isFalse();
            assertThat(hasher.needsRenewal(hash)).isTrue();
            assertThat(hasher.verify("correct horse", hash)).isTrue();
        }
    }

    @Test
    void decoyHasCostOfRealHash() {
        PasswordHash decoy = hasher.decoy();

        assertThat(decoy.encoded()).startsWith("$argon2id$v=19$m=64,t=1,p=1$");
        assertThat(decoy.encoded()).hasSameSizeAs(hasher.hash("password").encoded());
        assertThat(hasher.needsRenewal(decoy)).isFalse();
        assertThat(hasher.verify("password", decoy)).isFalse();
        assertThat(hasher.verify("", decoy)).isFalse();
    }

    @Test
    void distinguishesLoneSurrogateFromQuestionMark() {
        PasswordHash hash = hasher.hash("?password");

        assertThat(hasher.verify("\ud83dpassword", hash)).isFalse();
        assertThat(hasher.verify("\ude00password", hash)).isFalse();
        assertThat(hasher.verify("?password", hash)).isTrue();
    }

    @Test
    void hashWithShorterSaltNeedsRenewal() {
        PasswordHash shortSalt =
                new PasswordHash("$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4");

        assertThat(hasher.needsRenewal(shortSalt)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy",
                "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$iekCn0Y3spW+sCcFanM2xBT63UP2sghkUoHLIUpWRS8",
                "$argon2id$v=16$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ",
                "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65",
                "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ=$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4=",
                // hashes above the limits of memory or time
                "$argon2id$v=19$m=4194304,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=256,t=1000000,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=131072,t=2,p=9999$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=99999999999999,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=8,t=1,p=2$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=256,t=0,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4\n",
            })
    void rejectsForeignHashWithoutShowingIt(String foreign) {
        PasswordHash hash = new PasswordHash(foreign);

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> hasher.verify("password", hash))
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("c29tZXNhbHQ", "nf65"));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> hasher.needsRenewal(hash));
    }
}
