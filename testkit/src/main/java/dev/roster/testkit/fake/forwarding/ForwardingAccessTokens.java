package dev.roster.testkit.fake.forwarding;

import dev.roster.application.port.security.AccessToken;
import dev.roster.application.port.security.AccessTokens;
import dev.roster.domain.user.UserId;

/** Issuer of access tokens that forwards all calls. A subclass overrides some of them to pause, count or fail, or to plant a fault. */
public class ForwardingAccessTokens implements AccessTokens {

    /** Receives the calls. */
    protected final AccessTokens sound;

    /**
     * Creates an instance.
     *
     * @param sound receives the calls
     */
    public ForwardingAccessTokens(AccessTokens sound) {
        this.sound = sound;
    }

    @Override
    public AccessToken issue(UserId userId, long sessionEpoch) {
        return sound.issue(userId, sessionEpoch);
    }

    @Override
    public Claims validate(String token) {
        return sound.validate(token);
    }

    @Override
    public AccessToken issueLoginHint(UserId userId, long sessionEpoch) {
        return sound.issueLoginHint(userId, sessionEpoch);
    }

    @Override
    public Claims validateLoginHint(String hint) {
        return sound.validateLoginHint(hint);
    }
}
