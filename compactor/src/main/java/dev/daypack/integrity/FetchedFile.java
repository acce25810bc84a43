package dev.daypack.integrity;

import dev.daypack.input.Part;
import dev.daypack.memory.BufferPool;
import dev.daypack.memory.Scratch;
import dev.daypack.memory.ScratchFile;
import dev.daypack.store.ObjectStat;
import dev.daypack.store.ObjectStore;
import dev.daypack.text.Sha256;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * One published object, read from its first byte to its last. Of a store at a distance the bytes are kept in scratch,
 * so that they cross the network once and what is hashed is what is decoded; a local file is read twice.
 */
final class FetchedFile implements AutoCloseable {

    private static final int BLOCK_BYTES = 4 << 20;

    private final Part part;
    private final String sha256;
    private final Optional<ScratchFile> copy;

    private FetchedFile(Part part, String sha256, Optional<ScratchFile> copy) {
        this.part = part;
        this.sha256 = sha256;
        this.copy = copy;
    }

    /**
     * Reads an object.
     *
     * @param isRemote whether a request costs more than reading a file
     * @param isCancelled asked between blocks
     * @param bytesDone told of each block's bytes
     * @throws dev.daypack.store.StoreException if it is gone, changed or out of reach
     * @throws dev.daypack.memory.ScratchException if there is no room for its copy
     */
    static FetchedFile of(
            ObjectStore store,
            ObjectStat object,
            boolean isRemote,
            Scratch scratch,
            BufferPool pool,
            BooleanSupplier isCancelled,
            LongConsumer bytesDone) {
        Optional<ScratchFile> copy = isRemote
                ? Optional.of(scratch.newFile("the copy of " + object.key(), object.sizeBytes()))
                : Optional.empty();
        boolean isRead = false;
        byte[] block = pool.bytes(blockBytes(object));
        try {
            MessageDigest sha256 = Sha256.newDigest();
            for (long offset = 0; offset < object.sizeBytes(); offset += BLOCK_BYTES) {
                if (isCancelled.getAsBoolean()) {
                    throw new CancellationException("the run was asked to stop");
                }
                int length = (int) Math.min(BLOCK_BYTES, object.sizeBytes() - offset);
                store.read(object.key(), object.etag(), offset, block, 0, length);
                sha256.update(block, 0, length);
                copy.ifPresent(file -> file.append(block, 0, length));
                bytesDone.accept(length);
            }
            isRead = true;
            return new FetchedFile(part(store, object, copy), Sha256.hex(sha256), copy);
        } finally {
            pool.giveBack(block);
            if (!isRead) {
                copy.ifPresent(ScratchFile::close);
            }
        }
    }

    /** What it takes of memory to read an object. */
    static int blockBytes(ObjectStat object) {
        return (int) Math.min(BLOCK_BYTES, Math.max(1, object.sizeBytes()));
    }

    private static Part part(ObjectStore store, ObjectStat object, Optional<ScratchFile> copy) {
        return copy.map(file -> new Part(object.key(), object.sizeBytes(), file::read))
                .orElseGet(() -> new Part(
                        object.key(),
                        object.sizeBytes(),
                        (offset, into, at, length) ->
                                store.read(object.key(), object.etag(), offset, into, at, length)));
    }

    Part part() {
        return part;
    }

    /** Of all bytes, hex. */
    String sha256() {
        return sha256;
    }

    @Override
    public void close() {
        copy.ifPresent(ScratchFile::close);
    }
}
