package dev.daypack.output;

import dev.daypack.encoding.Hashes;
import dev.daypack.input.SortKey;
import dev.daypack.merge.KeyBlock;
import java.util.Arrays;
import java.util.Optional;

/**
 * Follows wide keys in output order, from row group to row group, as {@link RowIdentities} follows narrow ones: checks
 * that they do not step back, counts the place of each row among those of equal keys, and gives each row its identity,
 * in which the hash of the key stands for it. Keys are told apart by their bytes, never by their hashes. Not
 * thread-safe.
 */
final class WideIdentities {

    private final SortKey key;
    private final String of;
    private byte[] last = new byte[64];
    private int lastLength = -1;
    private long lastHash;
    private long tie;
    private long rank = -1;

    /** The keys with the first and the last value of the first column. */
    private byte[] firstPresent;

    private byte[] lastPresent;

    /** @param of what is followed, for messages */
    WideIdentities(SortKey key, String of) {
        this.key = key;
        this.of = of;
    }

    /** The next row's key; returns the row's identity. */
    long follow(byte[] bytes, int from, int to) {
        int order = lastLength < 0 ? 1 : KeyBlock.compare(bytes, from, to, last, 0, lastLength);
        if (order < 0) {
            throw new ConservationException("the sort keys of the " + of + " step back after "
                    + text(Arrays.copyOf(last, lastLength)) + " to " + text(Arrays.copyOfRange(bytes, from, to)));
        }
        if (order == 0) {
            tie++;
        } else {
            moveTo(bytes, from, to);
        }
        return Digests.identity(lastHash, tie);
    }

    private void moveTo(byte[] bytes, int from, int to) {
        boolean wasPresent = lastLength >= 0 && !key.isFirstNull(last, 0);
        if (wasPresent && key.isFirstNull(bytes, from)) {
            lastPresent = Arrays.copyOf(last, lastLength);
        }
        lastLength = to - from;
        if (last.length < lastLength) {
            last = new byte[Math.max(lastLength, 2 * last.length)];
        }
        System.arraycopy(bytes, from, last, 0, lastLength);
        if (firstPresent == null && !key.isFirstNull(last, 0)) {
            firstPresent = Arrays.copyOf(last, lastLength);
        }
        lastHash = Hashes.hash(bytes, from, lastLength);
        tie = 0;
        rank++;
    }

    /** How many different keys came before that of the last row. */
    long rank() {
        return rank;
    }

    /** Value of the first column in the first row where it has one. */
    Optional<String> firstValue() {
        return Optional.ofNullable(firstPresent).flatMap(key::text);
    }

    /** Value of the first column in the last row where it has one. */
    Optional<String> lastValue() {
        if (lastLength < 0) {
            return Optional.empty();
        }
        byte[] present = key.isFirstNull(last, 0) ? lastPresent : Arrays.copyOf(last, lastLength);
        return Optional.ofNullable(present).flatMap(key::text);
    }

    private String text(byte[] bytes) {
        return key.text(bytes).orElse("null");
    }
}
