package dev.roster.adapters.http.request;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.roster.application.access.Revision;
import dev.roster.application.account.UserView;
import dev.roster.domain.post.Post;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Key that makes entity tags opaque: clients cannot read the version or the time of the last change from a tag. Tags
 * are strong and identify state and view; they are equal on all nodes with the same key. Safe for use by multiple
 * threads.
 */
public final class EntityTagKey {

    private static final String ALGORITHM = "HmacSHA256";
    private static final String PURPOSE = "roster entity tags";
    private static final int TAG_BYTES = 12;
    private static final int MIN_SECRET_BYTES = 16;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    /** Initialized with the key; copied for each tag, because a Mac has state. */
    private final Mac mac;

    private EntityTagKey(byte[] secret) {
        if (secret.length < MIN_SECRET_BYTES) {
            throw new IllegalArgumentException(
                    "the secret must have at least " + MIN_SECRET_BYTES + " bytes, but has " + secret.length);
        }
        byte[] key = initialized(secret).doFinal(PURPOSE.getBytes(US_ASCII));
        this.mac = initialized(key);
    }

    /**
     * Derives the key from a secret that is also used for other purposes.
     *
     * @throws IllegalArgumentException if the secret has fewer than 16 bytes
     */
    public static EntityTagKey derivedFrom(byte[] secret) {
        return new EntityTagKey(secret);
    }

    /** Returns a new key. Tags change with each start, and differ between nodes. */
    public static EntityTagKey random() {
        byte[] secret = new byte[MIN_SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        return new EntityTagKey(secret);
    }

    /** Returns the tag of a view of a user. */
    public String tagOf(UserView view) {
        return tag(view.revision(), view instanceof UserView.Complete ? 'f' : 'p');
    }

    /** Returns the tag of a post, which has a full view only. */
    public String tagOf(Post post) {
        return tag(Revision.of(post), 'f');
    }

    /** Returns the tags of all views of a state. */
    List<String> allTagsOf(Revision revision) {
        return List.of(tag(revision, 'f'), tag(revision, 'p'));
    }

    private String tag(Revision revision, char view) {
        byte[] state = ByteBuffer.allocate(2 * Long.BYTES + Character.BYTES)
                .putLong(revision.version())
                .putLong(EpochMicros.of(revision.updatedAt()))
                .putChar(view)
                .array();
        byte[] hash = copy().doFinal(state);
        return '"' + ENCODER.encodeToString(Arrays.copyOf(hash, TAG_BYTES)) + '"';
    }

    private Mac copy() {
        try {
            return (Mac) mac.clone();
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException(ALGORITHM + " must be cloneable", impossible);
        }
    }

    private static Mac initialized(byte[] key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(ALGORITHM + " must be available", impossible);
        }
    }

    @Override
    public String toString() {
        return "EntityTagKey[hidden]";
    }
}
