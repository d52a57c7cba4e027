package dev.roster.bootstrap.argon2;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator.Block;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator.BlockPool;

/**
 * Memory of one computation, kept for the next one of the same thread. Without it, each hash leaves 20 MB of garbage, and
 * collections copy the memory of those that run. Not thread-safe.
 */
final class ReusingBlockPool implements BlockPool {

    /** Blocks that Bouncy Castle takes beside the memory that the cost names. */
    private static final int WORKING_BLOCKS = 4;

    private final Block[] free;
    private int count;

    /** For computations of that cost; of one that takes more memory, the rest is not kept. */
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
