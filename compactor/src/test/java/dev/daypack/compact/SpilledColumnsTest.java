package dev.daypack.compact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.input.Part;
import dev.daypack.memory.Scratch;
import dev.daypack.memory.ScratchDisk;
import dev.daypack.memory.ScratchException;
import dev.daypack.testing.MemoryDisk;
import dev.daypack.testing.PartWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many parts that all span the day, where there is no room for their readers between row groups: rows go through
 * scratch space, and come out as where memory is ample.
 */
class SpilledColumnsTest {

    private static final int PARTS = 20;
    private static final long AMPLE = 1L << 30;
    private static final long TINY = 256 << 10;

    /** Not even for the first reader. */
    private static final long NO_ROOM = 64 << 10;

    private static final MessageType WHOLE = MessageTypeParser.parseMessageType("""
            message schema {
              required int64 ts_event;
              optional double price;
              optional int32 size;
              required int64 number;
              optional boolean is_buyer;
              required binary exchange (STRING);
              optional binary note (STRING);
              optional fixed_len_byte_array(5) code;
              optional group levels (LIST) { repeated group list { optional double element; } }
              repeated group tags { optional binary name (STRING); optional int32 weight; }
            }""");

    /** Lacks columns, and has narrower ones. */
    private static final MessageType NARROW = MessageTypeParser.parseMessageType("""
            message schema {
              required int64 ts_event;
              optional float price;
              required int32 number;
              optional binary exchange (STRING);
              repeated group tags { optional int32 weight; }
            }""");

    @TempDir
    Path directory;

    @Test
    void bytesAreTheSameWhereNoReaderIsKept() {
        for (long seed = 0; seed < 5; seed++) {
            List<Path> parts = parts(seed, seed % 2 == 0);
            Path output = directory.resolve("out.parquet");
            LocalPacker packer = LocalPacker.usual().cut(500 + (int) seed * 211, 300);
            String ample = packer.memoryBytes(AMPLE).pack(parts, output).sha256();
            Scratch scratch = new Scratch(new MemoryDisk());
            String tiny = packer.memoryBytes(TINY)
                    .scratch(scratch)
                    .pack(parts, output)
                    .sha256();
            assertEquals(ample, tiny, "seed " + seed);
            assertTrue(scratch.bytesWritten() > 0, "seed " + seed + ": nothing was spilled");
        }
    }

    @Test
    void pagesAreFetchedOnceWhateverTheNumberOfRowGroups() {
        List<Path> files = parts(11, true);
        AtomicLong bytesRead = new AtomicLong();
        List<Part> parts = new ArrayList<>();
        long fileBytes = 0;
        for (Path file : files) {
            Part part = LocalPacker.part(file);
            fileBytes += part.sizeBytes();
            parts.add(new Part(part.name(), part.sizeBytes(), (offset, into, at, length) -> {
                bytesRead.addAndGet(length);
                part.bytes().read(offset, into, at, length);
            }));
        }
        long few = bytesRead(parts, bytesRead, 100_000);
        long many = bytesRead(parts, bytesRead, 200);
        // A reader that is parked gives back its window, of which a little is fetched again; but no page twice.
        assertTrue(
                many - few < few / 50,
                few + " and " + many + " bytes of " + files.size() + " files of " + fileBytes + " bytes");
    }

    private static long bytesRead(List<Part> parts, AtomicLong bytesRead, int rowGroupRows) {
        bytesRead.set(0);
        LocalPacker.usual()
                .cut(rowGroupRows, 100)
                .memoryBytes(NO_ROOM)
                .scratch(new Scratch(new MemoryDisk()))
                .pack(parts, (bytes, offset, length) -> {});
        return bytesRead.get();
    }

    @Test
    void whatComesBackBrokenIsNeverWritten() {
        List<Path> parts = parts(21, false);
        Path output = directory.resolve("out.parquet");
        LocalPacker packer = LocalPacker.usual().cut(400, 200).memoryBytes(TINY);
        BrokenDisk whole = new BrokenDisk(new SplittableRandom(0), Integer.MAX_VALUE);
        String right = packer.scratch(new Scratch(whole)).pack(parts, output).sha256();
        int seen = 0;
        for (long seed = 0; seed < 50; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            BrokenDisk disk = new BrokenDisk(random, random.nextInt(whole.reads.intValue()));
            try {
                String sha =
                        packer.scratch(new Scratch(disk)).pack(parts, output).sha256();
                assertEquals(right, sha, "seed " + seed);
            } catch (RuntimeException expected) {
                // Of rows or of sort keys, which go through scratch space too.
                seen++;
            }
        }
        assertTrue(seen > 4, "only " + seen + " broken spills were met");
    }

    @Test
    void aFullDiskIsToldAsSuchAtAnyWrite() {
        List<Path> parts = parts(31, false);
        Path output = directory.resolve("out.parquet");
        LocalPacker packer = LocalPacker.usual().cut(400, 200).memoryBytes(TINY);
        MemoryDisk whole = new MemoryDisk();
        packer.scratch(new Scratch(whole)).pack(parts, output);
        for (long write = 0; write < whole.writes(); write += 1 + whole.writes() / 25) {
            Scratch scratch = new Scratch(new MemoryDisk(1L << 30, write));
            assertThrows(ScratchException.class, () -> packer.scratch(scratch).pack(parts, output), "write " + write);
        }
    }

    /** Flips one bit of one read. */
    private static final class BrokenDisk implements ScratchDisk {
        private final MemoryDisk disk = new MemoryDisk();
        private final SplittableRandom random;
        private final long brokenRead;
        private final AtomicLong reads = new AtomicLong();

        BrokenDisk(SplittableRandom random, int brokenRead) {
            this.random = random;
            this.brokenRead = brokenRead;
        }

        @Override
        public String name() {
            return disk.name();
        }

        @Override
        public long usableBytes() {
            return disk.usableBytes();
        }

        @Override
        public Extent create() {
            Extent extent = disk.create();
            return new Extent() {
                @Override
                public void write(byte[] bytes, int from, int length, long at) throws IOException {
                    extent.write(bytes, from, length, at);
                }

                @Override
                public void read(byte[] into, int from, int length, long at) throws IOException {
                    extent.read(into, from, length, at);
                    if (length > 0 && reads.getAndIncrement() == brokenRead) {
                        synchronized (random) {
                            into[from + random.nextInt(length)] ^= (byte) (1 << random.nextInt(8));
                        }
                    }
                }

                @Override
                public void close() throws IOException {
                    extent.close();
                }
            };
        }
    }

    private List<Path> parts(long seed, boolean isSorted) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Path> parts = new ArrayList<>();
        for (int part = 0; part < PARTS; part++) {
            MessageType schema = random.nextInt(4) == 0 ? NARROW : WHOLE;
            List<Group> rows = new ArrayList<>();
            int count = 100 + random.nextInt(200);
            for (int i = 0; i < count; i++) {
                long step = isSorted ? i : i ^ random.nextInt(1 << random.nextInt(8));
                rows.add(row(schema, step * 1_000_000 / count * PARTS + part, part, random));
            }
            PartWriter writer = PartWriter.of(schema)
                    .codec(random.nextBoolean() ? CompressionCodecName.SNAPPY : CompressionCodecName.ZSTD)
                    .pages(1 << 20, 30 + random.nextInt(300))
                    .dictionary(random.nextInt(4) > 0)
                    .dictionaryBytes(random.nextBoolean() ? 1 << 20 : 200);
            writer = random.nextBoolean() ? writer.pagesV2() : writer;
            parts.add(writer.writeGroups(directory.resolve("part-" + seed + "-" + part + ".parquet"), rows));
        }
        return parts;
    }

    private static Group row(MessageType schema, long key, int part, SplittableRandom random) {
        Group row = new SimpleGroupFactory(schema).newGroup().append("ts_event", key);
        boolean isWhole = schema == WHOLE;
        if (isWhole) {
            row.append("number", random.nextLong(1L << random.nextInt(1, 60)));
        } else {
            row.append("number", random.nextInt());
        }
        if (isWhole || random.nextBoolean()) {
            row.append("exchange", part % 7 == 0 ? "venue " + random.nextInt(40) : "binance");
        }
        if (random.nextInt(8) > 0) {
            if (isWhole) {
                row.append("price", random.nextInt(60) / 4.0).append("size", random.nextInt(300));
                row.append("is_buyer", random.nextBoolean()).append("code", "c" + (1_000 + random.nextInt(20)));
            } else {
                row.append("price", random.nextInt(60) / 4.0f);
            }
        }
        if (isWhole && random.nextInt(3) > 0) {
            row.append("note", "note " + random.nextInt(1_000));
            Group levels = row.addGroup("levels");
            for (int i = random.nextInt(4); i > 0; i--) {
                levels.addGroup(0).append("element", random.nextInt(9) / 2.0);
            }
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            Group tag = row.addGroup("tags").append("weight", random.nextInt(5));
            if (isWhole && random.nextBoolean()) {
                tag.append("name", "tag " + random.nextInt(30));
            }
        }
        return row;
    }
}
