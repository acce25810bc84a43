package dev.daypack.merge;

/**
 * Selects the source with the smallest current key among k sorted sources.
 *
 * <p>The tree of losers of D. E. Knuth, "The Art of Computer Programming", vol. 3, section 5.4.1: a knockout tournament
 * over the slots 0 .. k-1 in which every match keeps its loser, key and slot, and the winner of all stands above the
 * root. When the winner's key changes, only the matches on the way from its leaf to the root are played again, each
 * against the loser that is stored there.
 *
 * <pre>
 *   current keys          12   10   20   10
 *
 *   winner                      10 s1
 *                                 |
 *   node 1                   [ 10 s3 ]
 *                           /         \
 *   nodes 2, 3        [ 12 s0 ]     [ 20 s2 ]
 *                      /    \        /    \
 *   leaves 4 .. 7     s0    s1      s2    s3
 * </pre>
 *
 * <p>Ties: the lower slot wins, so that a merge whose slots stand in source order is stable. In a match along the
 * winner's way the stored loser comes from the other side of the node, so the tie is settled by which side the way
 * comes from: no slot is compared.
 *
 * <p>Empty leaves: the leaves are filled up to a power of two with {@link Long#MAX_VALUE}. They stand to the right of
 * all sources and lose every tie, so that {@code MAX_VALUE} remains a legal key.
 *
 * <p>Cost: {@link #replace} plays ceil(log2 k) matches without a branch (keys in random order would mispredict every
 * second one) and allocates nothing; {@link #rebuild} plays k - 1. Sources join and leave by {@link #rebuild}, which is
 * rare beside the rows. Not thread-safe.
 */
final class LoserTree {

    /** Node numbers of children, 2n and 2n + 1, stay far from the end of int. */
    static final int MAX_SLOTS = 1 << 20;

    /** By node, 1 .. leaves - 1: the loser's key. */
    private final long[] loserKeys;

    /** By node, 1 .. leaves - 1: the loser's slot. */
    private final int[] losers;

    /** A power of two, at least the number of sources. The leaf of slot s is node {@code leaves + s}. */
    private int leaves;

    private int winner;
    private long winnerKey;

    /** @throws IllegalArgumentException if maxSlots is not in 1 .. {@link #MAX_SLOTS} */
    LoserTree(int maxSlots) {
        if (maxSlots < 1 || maxSlots > MAX_SLOTS) {
            throw new IllegalArgumentException("slots must be in 1 .. " + MAX_SLOTS + ", not " + maxSlots);
        }
        int nodes = leavesFor(maxSlots);
        loserKeys = new long[nodes];
        losers = new int[nodes];
    }

    /** Begins anew with the keys {@code keys[0 .. slots)}; there is at least one. */
    void rebuild(long[] keys, int slots) {
        if (slots < 1 || leavesFor(slots) > losers.length) {
            throw new IllegalArgumentException(slots + " slots in a tree of " + losers.length);
        }
        leaves = leavesFor(slots);
        winner = play(1, keys, slots);
        winnerKey = keys[winner];
    }

    /** The slot with the smallest key. */
    int winner() {
        return winner;
    }

    /** The smallest key. */
    long winnerKey() {
        return winnerKey;
    }

    /** The slot that would win if the winner were not there; a number that is no source's slot if it is alone. */
    int runnerUp() {
        int best = leaves;
        long bestKey = Long.MAX_VALUE;
        for (int node = (leaves + winner) >>> 1; node > 0; node >>>= 1) {
            if (loserKeys[node] < bestKey || (loserKeys[node] == bestKey && losers[node] < best)) {
                best = losers[node];
                bestKey = loserKeys[node];
            }
        }
        return best;
    }

    /** Gives the winner's slot its next key, finds the new winner and returns its slot. */
    int replace(long key) {
        int slot = winner;
        for (int child = leaves + slot; child > 1; child >>>= 1) {
            int node = child >>> 1;
            long otherKey = loserKeys[node];
            int other = losers[node];
            // The sign of otherKey - key, or of otherKey - key - 1 coming from the right, where the other wins ties;
            // corrected for overflow (Warren, "Hacker's Delight", 2-13). All ones if the other wins.
            long difference = otherKey - (child & 1) - key;
            long unequal = otherKey ^ key;
            long otherWins = (difference ^ (unequal & (otherKey ^ difference))) >> 63;
            long keySwap = unequal & otherWins;
            int slotSwap = (other ^ slot) & (int) otherWins;
            loserKeys[node] = otherKey ^ keySwap;
            losers[node] = other ^ slotSwap;
            key ^= keySwap;
            slot ^= slotSwap;
        }
        winner = slot;
        winnerKey = key;
        return slot;
    }

    /** Plays the matches below and at a node and returns the slot that wins it. */
    private int play(int node, long[] keys, int slots) {
        if (node >= leaves) {
            return node - leaves;
        }
        int left = play(2 * node, keys, slots);
        int right = play(2 * node + 1, keys, slots);
        long leftKey = left < slots ? keys[left] : Long.MAX_VALUE;
        long rightKey = right < slots ? keys[right] : Long.MAX_VALUE;
        boolean rightWins = rightKey < leftKey;
        losers[node] = rightWins ? left : right;
        loserKeys[node] = rightWins ? leftKey : rightKey;
        return rightWins ? right : left;
    }

    private static int leavesFor(int slots) {
        return slots == 1 ? 1 : Integer.highestOneBit(slots - 1) << 1;
    }
}
