package dev.roster.testkit.contract.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.application.port.security.TokenGenerator;
import dev.roster.testkit.conformance.CapturedOutput;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Clauses;
import dev.roster.testkit.conformance.Contract;
import dev.roster.testkit.conformance.Rendezvous;
import dev.roster.testkit.conformance.Rendezvous.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Contract of {@link TokenGenerator}, as far as tests of its output can check it. */
@Clauses
public abstract class TokenGeneratorContract extends Contract<TokenGenerator> {

    /** 256 bits at 6 bits per character, as in base64url. */
    private static final int MIN_CHARACTERS = 43;

    private static final int SECRETS = 4_096;

    /** What an estimate of 256 bits is at least; its error is a few hundredths of a bit. */
    private static final double MIN_BITS = 255.8;

    /** Independent symbols of 64 seem to share 0.8 bits in so few secrets; dependent ones share up to 6. */
    private static final double MAX_SHARED_BITS = 1.5;

    private List<String> secrets(TokenGenerator generator, int count) {
        return Stream.generate(generator::generate)
                .limit(count)
                .map(OneTimeSecret::value)
                .toList();
    }

    /**
     * Given a generator. When it generates 1000 secrets. Then each can hold 256 bits and needs no escaping in a URL.
     */
    @Clause(
            value = "secrets.long-and-url-safe",
            promise = "Each secret can hold 256 bits and needs no escaping in a URL.")
    void generatesLongUrlSafeSecrets() {
        assertThat(secrets(client(), 1_000))
                .allSatisfy(secret -> assertThat(secret)
                        .hasSizeGreaterThanOrEqualTo(MIN_CHARACTERS)
                        .hasSizeLessThanOrEqualTo(512)
                        .matches("[A-Za-z0-9_-]+"));
    }

    /**
     * Given two generators. When four threads generate 1000 secrets each at once, two with each generator. Then no two
     * secrets share their first or last 16 characters.
     */
    @Clause(value = "secrets.unique", promise = "No secret is generated twice, by any generator or thread.")
    void generatesUniqueSecrets() throws Exception {
        List<TokenGenerator> generators = List.of(client(), secondClient());

        List<String> secrets = Rendezvous.run(4, i -> () -> secrets(generators.get(i % 2), 1_000)).stream()
                .map(Outcome::get)
                .flatMap(List::stream)
                .toList();

        assertThat(secrets.stream().map(secret -> secret.substring(0, 16))).doesNotHaveDuplicates();
        assertThat(secrets.stream().map(secret -> secret.substring(secret.length() - 16)))
                .doesNotHaveDuplicates();
    }

    /**
     * Given thousands of secrets of two generators. When the symbols at each position are counted. Then they have 256
     * random bits together: no position is constant, or prefers some symbols.
     */
    @Clause(
            value = "secrets.random-at-each-position",
            promise =
                    "The symbols of a secret have at least 256 random bits together: no position is constant or prefers some.")
    void symbolsAreRandomAtEachPosition() throws Exception {
        List<String> secrets = new ArrayList<>(secrets(client(), SECRETS));
        secrets.addAll(secrets(secondClient(), SECRETS));

        assertThat(new SecretStatistics(secrets).bits())
                .as("random bits of a secret, such as of %s", secrets.get(0))
                .isGreaterThanOrEqualTo(MIN_BITS);
    }

    /**
     * Given thousands of secrets. When the symbols at two positions, or at one position of consecutive secrets, are
     * compared. Then none shows more of the other than chance: no part is repeated, counted or derived.
     */
    @Clause(
            value = "secrets.symbols-independent",
            promise = "No symbol of a secret can be derived from another one, or from the secret before.")
    void symbolsAreIndependent() {
        List<String> secrets = secrets(client(), SECRETS);
        SecretStatistics statistics = new SecretStatistics(secrets);

        for (int one = 0; one < statistics.length(); one++) {
            for (int other = one + 1; other < statistics.length(); other++) {
                assertThat(statistics.shared(one, other))
                        .as("bits that the symbols %d and %d share, such as of %s", one, other, secrets.get(0))
                        .isLessThan(MAX_SHARED_BITS);
            }
            assertThat(statistics.sharedWithNext(one))
                    .as("bits that symbol %d shares with the next secret, such as %s", one, secrets.subList(0, 2))
                    .isLessThan(MAX_SHARED_BITS);
        }
    }

    /**
     * Given a generator. When it generates secrets. Then no string form and no log entry contains one.
     */
    @Clause(value = "secrets.not-revealed", promise = "No string form or log entry contains a secret.")
    void doesNotRevealSecret() throws Exception {
        List<OneTimeSecret> secrets = new ArrayList<>();

        String log;
        try (CapturedOutput output = new CapturedOutput()) {
            for (int i = 0; i < 10; i++) {
                secrets.add(client().generate());
            }
            log = output.text();
        }

        for (OneTimeSecret secret : secrets) {
            assertThat(log + secret + client())
                    .doesNotContain(secret.value(), secret.value().substring(0, 16));
        }
    }
}
