package dev.daypack.input;

import dev.daypack.encoding.MalformedDataException;
import dev.daypack.memory.BufferPool;

/**
 * The pages of one column chunk, the decoders of what is in them, and the dictionary: what readers of flat and of
 * nested columns share. Whatever is malformed is told with part, column and page. Not thread-safe.
 */
final class ColumnPages implements AutoCloseable {

    private final PageStream stream;
    private final PageValues values;
    private final BufferPool pool;
    private ValueDictionary dictionary;

    ColumnPages(
            Part part, LeafSource leaf, ChunkMeta chunk, InputLimits limits, BufferPool pool, InspectionWatch watch) {
        this.stream = new PageStream(part, leaf.column(), chunk, limits, pool, watch);
        this.values = new PageValues(leaf.column(), leaf.widening(), limits);
        this.pool = pool;
    }

    /** Of the present page. */
    PageHeader header() {
        return stream.header();
    }

    /** Of the present page. */
    PageValues values() {
        return values;
    }

    /** Null until its page was read, or if there is none. */
    ValueDictionary dictionary() {
        return dictionary;
    }

    /**
     * Opens the next page of data; a dictionary on the way is read.
     *
     * @param done values read so far
     * @return false at the end of the chunk
     */
    boolean next(Decompressors decompressors, long done) {
        while (stream.next(decompressors)) {
            switch (header().type) {
                case PageHeader.DICTIONARY -> decode(() -> openDictionary(done));
                case PageHeader.DATA, PageHeader.DATA_V2 -> {
                    openData();
                    return true;
                }
                default -> throw stream.unsupported("page type " + header().type + " is not read by this version");
            }
        }
        return false;
    }

    private void openData() {
        decode(() -> values.open(header(), stream.page(), stream.pageFrom(), stream.pageTo()));
        if (values.isInDictionary() && dictionary == null) {
            throw corrupt("a dictionary-encoded page without a dictionary");
        }
    }

    private void openDictionary(long done) {
        if (dictionary != null || done > 0) {
            throw new MalformedDataException("a second dictionary page");
        }
        dictionary = values.dictionary(header(), stream.page(), stream.pageFrom(), stream.pageTo(), pool);
    }

    /** Goes to a page by the file offset of its header; only before anything was read. */
    void resume(long pageOffset, Decompressors decompressors) {
        // A dictionary, if there is one, is the first page of the chunk.
        if (stream.next(decompressors) && header().type == PageHeader.DICTIONARY) {
            decode(() -> openDictionary(0));
        }
        stream.seek(pageOffset);
    }

    /** Runs a step of decoding. */
    void decode(Runnable step) {
        try {
            step.run();
        } catch (UnsupportedFeatureException e) {
            throw rejected(e);
        } catch (MalformedDataException e) {
            throw rejected(e);
        }
    }

    PartRejectedException rejected(UnsupportedFeatureException e) {
        return stream.unsupported(e.getMessage());
    }

    PartRejectedException rejected(MalformedDataException e) {
        return stream.corrupt(e.getMessage(), e);
    }

    PartRejectedException corrupt(String reason) {
        return stream.corrupt(reason, null);
    }

    /** File offset of the header of the present page. */
    long pageOffset() {
        return stream.pageOffset();
    }

    /** File offset of the header of the page that comes next. */
    long nextOffset() {
        return stream.nextOffset();
    }

    /** Whether the present page is a further piece of the one before, and has its offset. */
    boolean isContinued() {
        return stream.isContinued();
    }

    /** Whether pieces of the present page follow. */
    boolean hasPieces() {
        return stream.hasPieces();
    }

    /** Whether a page with values follows. */
    boolean hasMoreValues() {
        return stream.hasMoreValues();
    }

    /** Gives the window back; page and dictionary stay. */
    void park() {
        stream.releaseWindow();
        values.rest();
    }

    /** What is held while parked. */
    long heldBytes() {
        return stream.heldBytes() + (dictionary == null ? 0 : dictionary.heldBytes());
    }

    @Override
    public void close() {
        stream.release();
        if (dictionary != null) {
            dictionary.close();
            dictionary = null;
        }
    }
}
