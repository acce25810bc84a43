package dev.daypack.publish;

import dev.daypack.store.ObjectStat;
import dev.daypack.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;

/**
 * The frozen inputs of one attempt: which generation of which raw objects, in the order of their file ranks.
 *
 * @param inputs in rank order; the first has rank 0
 */
public record Manifest(List<Input> inputs) {

    /**
     * One frozen input.
     *
     * @param key relative to the raw store's root
     * @param sizeBytes length in bytes
     * @param etag of the generation that is read
     */
    public record Input(String key, long sizeBytes, String etag) {}

    public Manifest {
        inputs = List.copyOf(inputs);
    }

    /** Inputs in an order that the caller chose, such as that of a command's arguments. */
    public static Manifest of(List<ObjectStat> stats) {
        return new Manifest(stats.stream()
                .map(stat -> new Input(stat.key(), stat.sizeBytes(), stat.etag()))
                .toList());
    }

    /**
     * Inputs as a store lists them.
     *
     * @throws IllegalArgumentException if the keys are not in strict bytewise order, which every store promises
     */
    public static Manifest ofListing(List<ObjectStat> stats) {
        for (int at = 1; at < stats.size(); at++) {
            byte[] before = stats.get(at - 1).key().getBytes(StandardCharsets.UTF_8);
            byte[] after = stats.get(at).key().getBytes(StandardCharsets.UTF_8);
            if (Arrays.compareUnsigned(before, after) >= 0) {
                throw new IllegalArgumentException("the listing is out of order at position " + at);
            }
        }
        return of(stats);
    }

    /** Bytes of all inputs together. */
    public long totalBytes() {
        return inputs.stream().mapToLong(Input::sizeBytes).reduce(0, Math::addExact);
    }

    /**
     * Names this list of inputs: SHA-256, in lower-case hex, of a UTF-8 text that starts with the line
     * {@code daypack-manifest-1} and has one record for each input, in order:
     *
     * <pre>
     *   length:key NUL length:size NUL length:etag LF        such as   5:a.par NUL 2:17 NUL 4:ab12 LF
     * </pre>
     *
     * <p>The size is in decimal. The lengths are in bytes, and keep a NUL or a line feed in a key from making two
     * lists share a text.
     */
    public String digest() {
        MessageDigest sha256 = Sha256.newDigest();
        sha256.update("daypack-manifest-1\n".getBytes(StandardCharsets.UTF_8));
        for (Input input : inputs) {
            update(sha256, input.key(), '\0');
            update(sha256, Long.toString(input.sizeBytes()), '\0');
            update(sha256, input.etag(), '\n');
        }
        return Sha256.hex(sha256);
    }

    private static void update(MessageDigest sha256, String text, char end) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        sha256.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        sha256.update(bytes);
        sha256.update((byte) end);
    }
}
