package dev.roster.bootstrap.argon2;

import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.security.PasswordHasher;
import dev.roster.application.port.security.PasswordHasherBusyException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id, version 1.3 (RFC 9106), with 16 bytes of salt and 32 bytes of tag.
 *
 * <p>Each computation takes its memory and a processor for itself. So no more than a fixed number run at once, on
 * threads of their own that leave the callers' threads, virtual ones among them, to be scheduled fairly; a bounded number
 * wait in the order they came, and further ones are refused with {@link PasswordHasherBusyException}. A caller that is
 * interrupted while waiting is refused likewise, still marked as interrupted. Thread-safe.
 */
public final class Argon2PasswordHasher implements PasswordHasher, AutoCloseable {

    /** How many may wait when nothing else is said: about a second and a half of work for one processor. */
    public static final int DEFAULT_QUEUE_SIZE = 64;

    private static final int SALT_BYTES = 16;
    private static final int TAG_BYTES = 32;

    private final Argon2Cost cost;
    private final BoundedExecutor executor;
    private final SecureRandom random = new SecureRandom();

    @SuppressWarnings("ThreadLocalUsage") // each hasher has threads of its own, and the memory ends with them
    private final ThreadLocal<ReusingBlockPool> blockPools;

    /** A hasher for production: {@link Argon2Cost#DEFAULT}, as many computations as processors, 64 waiting. */
    public Argon2PasswordHasher() {
        this(Argon2Cost.DEFAULT, Runtime.getRuntime().availableProcessors(), DEFAULT_QUEUE_SIZE);
    }

    /**
     * @param cost of new hashes; others than these want renewal
     * @param atOnce how many computations may run at once, at least 1
     * @param waiting how many more may wait for their turn, at least 1
     */
    public Argon2PasswordHasher(Argon2Cost cost, int atOnce, int waiting) {
        this(cost, new BoundedExecutor(atOnce, waiting));
    }

    Argon2PasswordHasher(Argon2Cost cost, BoundedExecutor computations) {
        this.cost = cost;
        this.executor = computations;
        this.blockPools = ThreadLocal.withInitial(() -> new ReusingBlockPool(cost));
    }

    @Override
    public PasswordHash hash(String password) {
        byte[] secret = encode(password);
        byte[] salt = randomBytes(SALT_BYTES);
        byte[] tag = executor.run(() -> argon2id(secret, cost, salt, TAG_BYTES));
        return new Argon2Hash(cost, salt, tag).toPasswordHash();
    }

    @Override
    public boolean verify(String password, PasswordHash hash) {
        byte[] secret = encode(password);
        Argon2Hash expected = Argon2Hash.parse(hash);
        byte[] tag = executor.run(() -> argon2id(secret, expected.cost(), expected.salt(), expected.tag().length));
        return MessageDigest.isEqual(tag, expected.tag());
    }

    @Override
    public boolean needsRenewal(PasswordHash hash) {
        Argon2Hash found = Argon2Hash.parse(hash);
        return !found.cost().equals(cost) || found.salt().length != SALT_BYTES || found.tag().length != TAG_BYTES;
    }

    @Override
    public PasswordHash decoy() {
        // A random tag is no password's: 256 bits are never hit by chance.
        return new Argon2Hash(cost, randomBytes(SALT_BYTES), randomBytes(TAG_BYTES)).toPasswordHash();
    }

    /** Ends the threads once what waits is done; further computations are refused as busy. */
    @Override
    public void close() {
        executor.close();
    }

    private byte[] argon2id(byte[] secret, Argon2Cost cost, byte[] salt, int tagBytes) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memoryKib())
                .withIterations(cost.passes())
                .withParallelism(cost.lanes())
                .withSalt(salt)
                .withBlockPool(blockPools.get())
                .build());
        byte[] tag = new byte[tagBytes];
        generator.generateBytes(secret, tag);
        Arrays.fill(secret, (byte) 0);
        return tag;
    }

    /**
     * UTF-8; and for what is no well-formed text, which nobody can have as a password but anybody can try, bytes that no
     * well-formed text has. The platform's own replacement of lone surrogates by a question mark would let it in.
     */
    private static byte[] encode(String password) {
        CharsetEncoder strict = StandardCharsets.UTF_8.newEncoder();
        try {
            ByteBuffer encoded = strict.encode(CharBuffer.wrap(password));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException illFormed) {
            byte[] units = password.getBytes(StandardCharsets.UTF_16BE);
            byte[] bytes = new byte[units.length + 1];
            bytes[0] = (byte) 0xFF;
            System.arraycopy(units, 0, bytes, 1, units.length);
            return bytes;
        }
    }

    private byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
