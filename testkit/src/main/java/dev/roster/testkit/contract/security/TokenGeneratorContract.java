package dev.roster.testkit.contract.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.application.port.security.TokenGenerator;
import dev.roster.testkit.conformance.Clause;
import dev.roster.testkit.conformance.Contract;
import java.util.stream.Stream;

/** Contract of {@link TokenGenerator}, as far as tests of its output can check it. */
public abstract class TokenGeneratorContract extends Contract<TokenGenerator> {

    /** 256 bits at 6 bits per character, as in base64url. */
    private static final int MIN_CHARACTERS = 43;

    /**
     * Given a generator. When it generates 1000 secrets. Then each can hold 256 bits and needs no escaping in a URL.
     */
    @Clause(
            value = "secrets.long-and-url-safe",
            promise = "Each secret can hold 256 bits and needs no escaping in a URL.")
    void generatesLongUrlSafeSecrets() {
        assertThat(Stream.generate(client()::generate).limit(1_000))
                .allSatisfy(secret -> assertThat(secret.value())
                        .hasSizeGreaterThanOrEqualTo(MIN_CHARACTERS)
                        .matches("[A-Za-z0-9_-]+"));
    }

    /** Given two generators. When each generates 1000 secrets. Then no two secrets share their first 16 characters. */
    @Clause(value = "secrets.unique", promise = "No secret is generated twice, by any generator.")
    void generatesUniqueSecrets() throws Exception {
        Stream<OneTimeSecret> one = Stream.generate(client()::generate).limit(1_000);
        Stream<OneTimeSecret> two = Stream.generate(secondClient()::generate).limit(1_000);

        assertThat(Stream.concat(one, two).map(secret -> secret.value().substring(0, 16)))
                .doesNotHaveDuplicates();
    }
}
