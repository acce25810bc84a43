package dev.daypack.fuzz;

import dev.daypack.fuzz.Compact.Field;
import dev.daypack.fuzz.Compact.Struct;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;

/** A Parquet file taken apart: what stands before the footer, where its pages are, and the footer as a tree. */
final class MutableFile {

    private static final int TRAILER_BYTES = 8;
    private static final int CRC = 4;
    private static final long RLE = 3;
    private static final long BIT_PACKED = 4;
    private static final int COMPRESSED_BYTES = 3;
    private static final int UNCOMPRESSED_BYTES = 2;

    /** Fields of the footer that hold a place in the file, by the structure that they are in. */
    private static final int[] OF_GROUP = {5};

    private static final int[] OF_CHUNK = {2, 4, 6};
    private static final int[] OF_META = {9, 10, 11};
    private static final int CHUNK_BYTES = 7;

    byte[] body;
    final Struct footer;

    MutableFile(byte[] file) {
        int end = file.length - TRAILER_BYTES;
        int length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(end);
        body = Arrays.copyOf(file, end - length);
        footer = new Compact.Reader(file, end - length).struct();
    }

    byte[] bytes() {
        byte[] tail = Compact.bytes(footer);
        return ByteBuffer.allocate(body.length + tail.length + TRAILER_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(body)
                .put(tail)
                .putInt(tail.length)
                .put("PAR1".getBytes(StandardCharsets.US_ASCII))
                .array();
    }

    /**
     * Takes out of the footer what no value depends on: statistics, indexes, encodings and sizes told twice. Other
     * readers refuse a file for what is wrong with these.
     */
    void strip() {
        keep(footer, Set.of(1, 2, 3, 4));
        for (Struct group : footer.structs(4)) {
            keep(group, Set.of(1, 2, 3));
            for (Struct chunk : group.structs(1)) {
                keep(chunk, Set.of(1, 2, 3));
                if (chunk.field(3) != null && chunk.field(3).value instanceof Struct meta) {
                    keep(meta, Set.of(1, 2, 3, 4, 5, 6, 7, 9, 11));
                }
            }
        }
    }

    /**
     * Makes the encodings of levels ones that levels can have. Where there are levels, the file was refused else; where
     * there are none, nothing depends on it.
     */
    void mendLevelEncodings() {
        for (int i = 0; i < pages().size(); i++) {
            Page page = pages().get(i);
            if (page.header().field(5) != null && page.header().field(5).value instanceof Struct data) {
                for (int id = 3; id <= 4; id++) {
                    if (data.field(id) != null && data.number(id, RLE) != BIT_PACKED) {
                        data.field(id).value = RLE;
                    }
                }
                putHeader(page);
            }
        }
    }

    private static void keep(Struct struct, Set<Integer> ids) {
        struct.fields.removeIf(field -> !ids.contains(field.id));
    }

    /** A page by its place in {@link #body}. */
    record Page(String name, int from, int bodyFrom, int to, Struct header) {

        int bodyBytes() {
            return to - bodyFrom;
        }
    }

    /** The pages that can be found by headers. */
    List<Page> pages() {
        List<Page> pages = new ArrayList<>();
        List<Struct> groups = footer.structs(4);
        for (int group = 0; group < groups.size(); group++) {
            List<Struct> chunks = groups.get(group).structs(1);
            for (int chunk = 0; chunk < chunks.size(); chunk++) {
                if (chunks.get(chunk).field(3) != null && chunks.get(chunk).field(3).value instanceof Struct meta) {
                    addPages("group " + group + " column " + chunk, meta, pages);
                }
            }
        }
        return pages;
    }

    private void addPages(String chunk, Struct meta, List<Page> pages) {
        long at = start(meta);
        long end = Math.min(body.length, at + meta.number(CHUNK_BYTES, 0));
        for (int number = 0; at >= 4 && at < end; number++) {
            Compact.Reader reader = new Compact.Reader(body, (int) at);
            Struct header;
            try {
                header = reader.struct();
            } catch (RuntimeException e) {
                return;
            }
            long to = reader.position + header.number(COMPRESSED_BYTES, -1);
            if (to < reader.position || to > end) {
                return;
            }
            pages.add(new Page(chunk + " page " + number, (int) at, reader.position, (int) to, header));
            at = to;
        }
    }

    private static long start(Struct meta) {
        long data = meta.number(9, 0);
        long dictionary = meta.number(11, 0);
        return dictionary > 0 && dictionary < data ? dictionary : data;
    }

    /** Puts other bytes in the place of a page's header, and moves what follows. */
    void putHeader(Page page) {
        splice(page.from(), page.bodyFrom(), Compact.bytes(page.header()));
    }

    /**
     * Puts other bytes in the place of a page's body, and moves what follows.
     *
     * @param sizes whether the header tells the new size, uncompressed too if it was the same
     * @param crc whether a checksum, if there is one, is made right
     */
    void putBody(Page page, byte[] bytes, boolean sizes, boolean crc) {
        Struct header = page.header();
        if (sizes) {
            long difference = bytes.length - page.bodyBytes();
            boolean isPlain = header.number(COMPRESSED_BYTES, 0) == header.number(UNCOMPRESSED_BYTES, 0);
            add(header.field(COMPRESSED_BYTES), difference);
            if (isPlain) {
                add(header.field(UNCOMPRESSED_BYTES), difference);
            }
        }
        Field sum = header.field(CRC);
        if (crc && sum != null) {
            CRC32 right = new CRC32();
            right.update(bytes);
            sum.value = (long) (int) right.getValue();
        }
        splice(page.bodyFrom(), page.to(), bytes);
        putHeader(page);
    }

    static boolean hasCrc(Page page) {
        return page.header().field(CRC) != null;
    }

    private static void add(Field field, long difference) {
        if (field != null && field.value instanceof Long number) {
            field.value = number + difference;
        }
    }

    /** Puts other bytes in the place of some; places and sizes in the footer follow. */
    void splice(int from, int to, byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(body, 0, from);
        out.writeBytes(bytes);
        out.write(body, to, body.length - to);
        body = out.toByteArray();
        long moved = bytes.length - (to - from);
        for (Struct group : footer.structs(4)) {
            move(group, OF_GROUP, to, moved);
            for (Struct chunk : group.structs(1)) {
                move(chunk, OF_CHUNK, to, moved);
                if (chunk.field(3) != null && chunk.field(3).value instanceof Struct meta) {
                    long start = start(meta);
                    if (start <= from && to <= start + meta.number(CHUNK_BYTES, 0)) {
                        add(meta.field(CHUNK_BYTES), moved);
                    }
                    move(meta, OF_META, to, moved);
                }
            }
        }
    }

    private static void move(Struct struct, int[] places, int to, long moved) {
        for (int id : places) {
            if (struct.number(id, 0) >= to) {
                add(struct.field(id), moved);
            }
        }
    }
}
