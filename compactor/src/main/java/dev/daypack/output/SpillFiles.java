package dev.daypack.output;

import dev.daypack.memory.Scratch;
import dev.daypack.memory.ScratchFile;
import java.util.ArrayList;
import java.util.List;

/**
 * The scratch files of one column. Chunks are spilled one after the other to the newest file until that is large; a
 * file goes when the last chunk in it was taken, so space comes back while the work goes on. Not thread-safe.
 */
final class SpillFiles implements AutoCloseable {

    private static final long LARGE_BYTES = 256L << 20;

    private final Scratch scratch;
    private final String purpose;
    private final List<ScratchFile> open = new ArrayList<>();
    private Tenancy newest;

    SpillFiles(Scratch scratch, String column) {
        this.scratch = scratch;
        this.purpose = "rows of column " + column;
    }

    /** A file as long as chunks in it are needed; made when it is first asked for. */
    final class Tenancy {
        private final long expectedBytes;
        private ScratchFile file;
        private int chunks;

        private Tenancy(long expectedBytes) {
            this.expectedBytes = expectedBytes;
        }

        ScratchFile file() {
            if (file == null) {
                file = scratch.newFile(purpose, expectedBytes);
                open.add(file);
            }
            return file;
        }

        private boolean isLarge() {
            return file != null && file.size() >= LARGE_BYTES;
        }
    }

    /**
     * Takes a file for one more chunk.
     *
     * @param expectedBytes of the chunk
     */
    Tenancy enter(long expectedBytes) {
        if (newest == null || newest.isLarge()) {
            newest = new Tenancy(expectedBytes);
        }
        newest.chunks++;
        return newest;
    }

    /** A chunk was taken. */
    void leave(Tenancy tenancy) {
        tenancy.chunks--;
        if (tenancy.chunks == 0 && tenancy.file != null) {
            open.remove(tenancy.file);
            tenancy.file.close();
        }
        if (tenancy.chunks == 0 && tenancy == newest) {
            newest = null;
        }
    }

    @Override
    public void close() {
        open.forEach(ScratchFile::close);
        open.clear();
        newest = null;
    }
}
