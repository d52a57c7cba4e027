package dev.roster.bootstrap.argon2;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator.Block;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;

/**
 * Block pool that keeps the memory of one computation for the next one of the same thread. Without it, each hash leaves
 * 20 MB of garbage, and each garbage collection copies the memory of running computations. Not thread-safe.
 */
final class ReusingBlockPool implements BlockPool {

    /** Number of blocks that Bouncy Castle needs in addition to the memory of the cost. */
    private static final int WORKING_BLOCKS = 4;

    private final Block[] free;
    private int count;

    /** Creates a pool that keeps at most the memory of one computation of the given cost. */
    ReusingBlockPool(Argon2Cost cost) {
        this.free = new Block[cost.memoryKib() + WORKING_BLOCKS];
    }

    /** Returns a block with any content: Argon2 writes each block before it reads it. */
    @Override
    public Block allocate() {
        return count == 0 ? new Block() : free[--count];
    }

    @Override
    public void deallocate(Block block) {
        if (count < free.length) {
            free[count++] = block;
        }
    }
}
