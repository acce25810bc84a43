package dev.daypack.compact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.input.Part;
import dev.daypack.input.PartRejectedException;
import dev.daypack.memory.MemoryExceededException;
import dev.daypack.testing.ParquetJava;
import dev.daypack.testing.PartWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Small nested parts with some bytes changed or cut off, alone and beside a good one: they are packed or refused as
 * what they are, and nothing else happens. {@link LocalPacker} checks that all memory is given back. Where a checksum
 * stands over the bytes, whatever is packed is what was written.
 */
class NestedMutationTest {

    private static final MessageType SCHEMA = MessageTypeParser.parseMessageType(
            "message schema { required int64 ts_event; optional group levels (LIST) { repeated group list {"
                    + " optional group element { optional double price; required int32 count; } } }"
                    + " repeated binary tags (STRING); optional group one { required float ratio; }"
                    + " optional group named (MAP) { repeated group key_value { required binary key (STRING);"
                    + " optional fixed_len_byte_array(3) value; } } }");

    private static final int ROWS = 60;
    private static final int MUTANTS = 400;
    private static final LocalPacker PACKER =
            LocalPacker.usual().memoryBytes(32 << 20).cut(25, 10);

    @TempDir
    Path directory;

    @Test
    void mutantsArePackedOrRefusedAndNothingElse() {
        PartWriter writer = PartWriter.of(SCHEMA).pages(1 << 20, 20).rowGroups(Long.MAX_VALUE, 40);
        Map<String, Integer> outcomes = new TreeMap<>();
        mutate(write(writer.codec(CompressionCodecName.UNCOMPRESSED)), 1, outcomes);
        mutate(write(writer.codec(CompressionCodecName.UNCOMPRESSED).dictionary(false)), 2, outcomes);
        mutate(write(writer.pagesV2().codec(CompressionCodecName.UNCOMPRESSED)), 3, outcomes);
        mutate(write(writer.pagesV2WithDeltas().codec(CompressionCodecName.UNCOMPRESSED)), 4, outcomes);
        mutate(write(writer.codec(CompressionCodecName.SNAPPY)), 5, outcomes);
        mutate(write(writer.splitRows(7).codec(CompressionCodecName.UNCOMPRESSED)), 6, outcomes);
        assertTrue(outcomes.getOrDefault("packed", 0) > MUTANTS / 10, outcomes.toString());
        assertTrue(outcomes.getOrDefault("refused", 0) > MUTANTS, outcomes.toString());
    }

    @Test
    void nothingIsPackedOtherwiseUnderAChecksum() throws IOException {
        for (boolean areV2 : new boolean[] {false, true}) {
            PartWriter writer = PartWriter.of(SCHEMA).pages(1 << 20, 20).checksums(true);
            byte[] part = write(areV2 ? writer.pagesV2() : writer.codec(CompressionCodecName.UNCOMPRESSED));
            Map<String, Long> digests = pack(part).proven().proof().digests();
            boolean[] isBody = bodies(part.length);
            for (int seed = 0; seed < MUTANTS / 2; seed++) {
                SplittableRandom random = new SplittableRandom(seed);
                byte[] mutant = part.clone();
                int at = random.nextInt(mutant.length);
                if (isBody[at]) {
                    mutant[at] ^= (byte) (1 << random.nextInt(8));
                    assertEquals("refused", outcome(seed, mutant, part));
                }
            }
            assertEquals(digests, pack(part).proven().proof().digests());
        }
    }

    private void mutate(byte[] part, long kind, Map<String, Integer> outcomes) {
        for (int i = 0; i < MUTANTS; i++) {
            long seed = kind << 32 | i;
            SplittableRandom random = new SplittableRandom(seed);
            outcomes.merge(outcome(seed, mutant(part, random), part), 1, Integer::sum);
        }
    }

    private String outcome(long seed, byte[] mutant, byte[] good) {
        boolean isAlone = (seed & 1) == 0;
        try {
            TableMerge.Result result = isAlone ? pack(mutant) : pack(mutant, good);
            assertTrue(result.proven().proof().rows() >= (isAlone ? 0 : ROWS), "seed " + seed);
            return "packed";
        } catch (PartRejectedException e) {
            return "refused";
        } catch (MemoryExceededException e) {
            return "too large";
        } catch (RuntimeException | Error e) {
            throw new AssertionError("seed " + seed + ": " + e, e);
        }
    }

    /** One to four bytes changed, mostly in the footer or before it; or a run of zeroes; or the end cut off. */
    private static byte[] mutant(byte[] part, SplittableRandom random) {
        byte[] mutant = part.clone();
        int footer = footerStart(part);
        int kind = random.nextInt(20);
        if (kind == 0) {
            return Arrays.copyOf(mutant, random.nextInt(mutant.length));
        }
        if (kind == 1) {
            int from = random.nextInt(mutant.length - 8);
            Arrays.fill(mutant, from, Math.min(mutant.length - 8, from + 1 + random.nextInt(20)), (byte) 0);
            return mutant;
        }
        int changes = 1 + random.nextInt(4);
        boolean isFooter = random.nextInt(3) == 0;
        for (int i = 0; i < changes; i++) {
            int at = isFooter ? footer + random.nextInt(mutant.length - footer) : random.nextInt(footer);
            mutant[at] = random.nextBoolean() ? (byte) random.nextInt() : (byte) (mutant[at] ^ 1 << random.nextInt(8));
        }
        return mutant;
    }

    private static int footerStart(byte[] part) {
        int at = part.length - 8;
        int length = (part[at] & 0xff) | (part[at + 1] & 0xff) << 8 | (part[at + 2] & 0xff) << 16;
        return at - length;
    }

    /** Which bytes of the part last written stand in the body of a page. */
    private boolean[] bodies(int size) throws IOException {
        boolean[] isBody = new boolean[size];
        Path file = directory.resolve("part.parquet");
        byte[] bytes = Files.readAllBytes(file);
        for (RowGroup group : ParquetJava.footer(file).getRow_groups()) {
            for (ColumnChunk chunk : group.getColumns()) {
                ColumnMetaData meta = chunk.getMeta_data();
                long from = meta.isSetDictionary_page_offset()
                        ? meta.getDictionary_page_offset()
                        : meta.getData_page_offset();
                int at = Math.toIntExact(from);
                int end = Math.toIntExact(from + meta.getTotal_compressed_size());
                while (at < end) {
                    ByteArrayInputStream in = new ByteArrayInputStream(bytes, at, end - at);
                    PageHeader header = Util.readPageHeader(in);
                    int body = end - in.available();
                    at = body + header.getCompressed_page_size();
                    Arrays.fill(isBody, body, at, true);
                }
            }
        }
        return isBody;
    }

    private static TableMerge.Result pack(byte[]... parts) {
        List<Part> all = new ArrayList<>();
        for (int i = 0; i < parts.length; i++) {
            byte[] bytes = parts[i];
            all.add(new Part(
                    "part" + i,
                    bytes.length,
                    (offset, into, at, length) -> System.arraycopy(bytes, Math.toIntExact(offset), into, at, length)));
        }
        return PACKER.pack(all, (bytes, offset, length) -> {});
    }

    private byte[] write(PartWriter writer) {
        List<Group> rows = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < ROWS; i++) {
            rows.add(row(i, random));
        }
        try {
            return Files.readAllBytes(writer.writeGroups(directory.resolve("part.parquet"), rows));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keys step back now and then. */
    private static Group row(int i, SplittableRandom random) {
        Group row = new SimpleGroupFactory(SCHEMA).newGroup().append("ts_event", 1000L + i - i % 7 * 3);
        if (random.nextInt(5) > 0) {
            Group levels = row.addGroup("levels");
            for (int j = random.nextInt(4); j > 0; j--) {
                Group element = levels.addGroup("list");
                if (random.nextInt(4) > 0) {
                    Group inner = element.addGroup("element").append("count", random.nextInt(9));
                    if (random.nextBoolean()) {
                        inner.append("price", random.nextInt(5) / 4.0);
                    }
                }
            }
        }
        for (int j = random.nextInt(3); j > 0; j--) {
            row.append("tags", "tag" + random.nextInt(6));
        }
        if (random.nextBoolean()) {
            row.addGroup("one").append("ratio", (float) random.nextInt(4));
        }
        if (random.nextBoolean()) {
            Group named = row.addGroup("named");
            for (int j = random.nextInt(3); j > 0; j--) {
                Group entry = named.addGroup("key_value").append("key", "key" + j);
                if (random.nextBoolean()) {
                    entry.append("value", Binary.fromString("v" + j + "x"));
                }
            }
        }
        return row;
    }
}
