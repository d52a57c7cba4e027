package dev.roster.testkit.fake.forwarding;

import dev.roster.application.port.security.OneTimeSecret;
import dev.roster.application.port.security.TokenGenerator;

/** Token generator that forwards all calls. A subclass overrides some of them to pause, count or fail, or to plant a fault. */
public class ForwardingTokenGenerator implements TokenGenerator {

    /** Receives the calls. */
    protected final TokenGenerator sound;

    /**
     * Creates an instance.
     *
     * @param sound receives the calls
     */
    public ForwardingTokenGenerator(TokenGenerator sound) {
        this.sound = sound;
    }

    @Override
    public OneTimeSecret generate() {
        return sound.generate();
    }
}
