package dev.roster.bootstrap.argon2;

import dev.roster.application.port.security.HashFunction;
import dev.roster.application.port.security.PasswordHash;
import dev.roster.application.port.security.PasswordHasher;
import dev.roster.application.port.security.PasswordHasherBusyException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Password hasher with Argon2id, version 1.3 (RFC 9106), 16 bytes of salt and 32 bytes of tag.
 *
 * <p>Each computation occupies one processor and the memory of its cost (19 MiB by default, at most 128 MiB for a stored
 * hash), so the number of concurrent computations is limited, by default to the number of processors and to a quarter
 * of the heap ({@link HashMemory}). They run on separate threads, so that callers on virtual threads do not occupy
 * carrier threads. A limited number of computations waits in order of arrival; further calls get
 * {@link PasswordHasherBusyException}. So does a caller that is interrupted while it waits; its interrupt status stays
 * set. Thread-safe.
 */
public final class Argon2PasswordHasher implements PasswordHasher, AutoCloseable {

    /** Default maximum of waiting computations: about 1.5 seconds of work for one processor. */
    public static final int DEFAULT_QUEUE_SIZE = 64;

    private static final int SALT_BYTES = 16;
    private static final int TAG_BYTES = 32;

    private final Argon2Cost cost;
    private final BoundedExecutor executor;
    private final HashMemory memory;
    private final SecureRandom random = new SecureRandom();

    @SuppressWarnings("ThreadLocalUsage") // each hasher has its own threads, which free the memory when they end
    private final ThreadLocal<ReusingBlockPool> blockPools;

    /**
     * Creates a hasher for production: {@link Argon2Cost#DEFAULT}, one computation per processor if a quarter of the
     * heap suffices, 64 waiting.
     */
    public Argon2PasswordHasher() {
        this(
                Argon2Cost.DEFAULT,
                HashMemory.concurrency(
                        Argon2Cost.DEFAULT,
                        Runtime.getRuntime().availableProcessors(),
                        Runtime.getRuntime().maxMemory()),
                DEFAULT_QUEUE_SIZE);
    }

    /**
     * Creates a hasher.
     *
     * @param cost cost of new hashes; hashes of another cost need renewal
     * @param atOnce maximum number of concurrent computations, at least 1
     * @param waiting maximum number of waiting computations, at least 1
     */
    public Argon2PasswordHasher(Argon2Cost cost, int atOnce, int waiting) {
        this(
                cost,
                new BoundedExecutor(atOnce, waiting),
                new HashMemory(cost, atOnce, Runtime.getRuntime().maxMemory()));
    }

    Argon2PasswordHasher(Argon2Cost cost, BoundedExecutor computations, HashMemory memory) {
        this.cost = cost;
        this.executor = computations;
        this.memory = memory;
        this.blockPools = ThreadLocal.withInitial(() -> new ReusingBlockPool(cost));
    }

    /** Returns whether a text is a hash that this class can verify. */
    public static boolean isHash(String text) {
        try {
            Argon2Hash.parse(new PasswordHash(text));
            return true;
        } catch (IllegalArgumentException invalid) {
            return false;
        }
    }

    @Override
    public PasswordHash hash(String password) {
        return hash(password, false);
    }

    private PasswordHash hash(String password, boolean reserved) {
        byte[] secret = HashFunction.encode(password);
        byte[] salt = randomBytes(SALT_BYTES);
        byte[] tag = compute(secret, cost, salt, TAG_BYTES, reserved);
        return new Argon2Hash(cost, salt, tag).toPasswordHash();
    }

    @Override
    public boolean verify(String password, PasswordHash hash) {
        return verify(password, hash, false);
    }

    private boolean verify(String password, PasswordHash hash, boolean reserved) {
        byte[] secret = HashFunction.encode(password);
        Argon2Hash expected = Argon2Hash.parse(hash);
        byte[] tag = compute(secret, expected.cost(), expected.salt(), expected.tag().length, reserved);
        return MessageDigest.isEqual(tag, expected.tag());
    }

    @Override
    public boolean needsRenewal(PasswordHash hash) {
        Argon2Hash found = Argon2Hash.parse(hash);
        return !found.cost().equals(cost) || found.salt().length != SALT_BYTES || found.tag().length != TAG_BYTES;
    }

    @Override
    public PasswordHash decoy() {
        // No password has a random tag of 256 bits, except with negligible probability.
        return new Argon2Hash(cost, randomBytes(SALT_BYTES), randomBytes(TAG_BYTES)).toPasswordHash();
    }

    /** Returns this hasher with a quarter of its queue reserved, before the other computations. */
    @Override
    public PasswordHasher reserved() {
        return new PasswordHasher() {
            @Override
            public PasswordHash hash(String password) {
                return Argon2PasswordHasher.this.hash(password, true);
            }

            @Override
            public boolean verify(String password, PasswordHash hash) {
                return Argon2PasswordHasher.this.verify(password, hash, true);
            }

            @Override
            public boolean needsRenewal(PasswordHash hash) {
                return Argon2PasswordHasher.this.needsRenewal(hash);
            }

            @Override
            public PasswordHash decoy() {
                return Argon2PasswordHasher.this.decoy();
            }
        };
    }

    /** Returns the number of computations that run now. */
    public int running() {
        return executor.running();
    }

    /** Returns the number of computations that wait for a thread. */
    public int waiting() {
        return executor.queueSize();
    }

    /** Ends the threads after the waiting computations. Later calls get {@link PasswordHasherBusyException}. */
    @Override
    public void close() {
        executor.close();
    }

    private byte[] compute(byte[] secret, Argon2Cost cost, byte[] salt, int tagBytes, boolean reserved) {
        memory.requirePossible(cost);
        Callable<byte[]> computation = () -> memory.with(cost, () -> argon2id(secret, cost, salt, tagBytes));
        return reserved ? executor.runReserved(computation) : executor.run(computation);
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

    private byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
