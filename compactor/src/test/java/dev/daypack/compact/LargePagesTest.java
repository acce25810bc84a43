package dev.daypack.compact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.input.PartRejectedException;
import dev.daypack.input.SortOrder;
import dev.daypack.memory.Scratch;
import dev.daypack.memory.ScratchException;
import dev.daypack.testing.MemoryDisk;
import dev.daypack.testing.PartWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Pages that memory does not bear give the same bytes as where it is ample. */
class LargePagesTest {

    private static final List<String> ENCODINGS =
            List.of("plain", "plain v2", "dictionary", "deltas", "deltas v2", "lengths", "split");

    private static final int ROWS = 9_000;
    private static final long AMPLE = 512 << 20;

    /** Pages of more than 32 KiB are large. */
    private static final long TINY = 1 << 20;

    /** Of more than 1 KiB. */
    private static final long TINIEST = 32 << 10;

    private static final MessageType SCHEMA = MessageTypeParser.parseMessageType("""
            message schema {
              required int64 ts_event;
              optional double price;
              required int32 size;
              optional float ratio;
              optional boolean is_buyer;
              required boolean is_maker;
              optional binary note (STRING);
              required binary id (STRING);
              optional fixed_len_byte_array(6) code;
              optional int96 seen;
              optional int64 same;
              optional group levels (LIST) { repeated group list { optional int64 element; } }
              repeated binary flags;
            }""");

    @TempDir
    Path directory;

    static Stream<Arguments> forms() {
        return Stream.of(CompressionCodecName.UNCOMPRESSED, CompressionCodecName.SNAPPY, CompressionCodecName.ZSTD)
                .flatMap(codec -> ENCODINGS.stream().map(encoding -> Arguments.of(codec, encoding)));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void pagesOfEveryEncodingAreTakenInPieces(CompressionCodecName codec, String encoding) {
        Path part = write(writer(encoding).codec(codec), 1);
        assertSame(part, encoding.equals("dictionary") ? TINY : TINIEST);
    }

    @ParameterizedTest
    @MethodSource("otherCodecs")
    void pagesOfOtherCodecsAreTakenInPieces(CompressionCodecName codec) {
        assertSame(write(writer("plain v2").codec(codec), 2), TINIEST);
    }

    static Stream<CompressionCodecName> otherCodecs() {
        return Stream.of(CompressionCodecName.GZIP, CompressionCodecName.LZ4_RAW);
    }

    @Test
    void valuesOfHundredsOfKilobytesAreTakenInPieces() {
        MessageType schema =
                MessageTypeParser.parseMessageType("message schema { required int64 ts_event; optional binary blob; }");
        SplittableRandom random = new SplittableRandom(3);
        List<Group> rows = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Group row = new SimpleGroupFactory(schema).newGroup().append("ts_event", (long) i);
            byte[] blob = new byte[random.nextInt(300_000)];
            random.nextBytes(blob);
            rows.add(i % 5 == 0 ? row : row.append("blob", Binary.fromConstantByteArray(blob)));
        }
        Path part = PartWriter.of(schema)
                .pages(1 << 28, Integer.MAX_VALUE)
                .dictionary(false)
                .writeGroups(directory.resolve("part.parquet"), rows);
        assertSame(part, TINY);
    }

    private void assertSame(Path part, long memoryBytes) {
        Path output = directory.resolve("out.parquet");
        LocalPacker packer = LocalPacker.usual().order(SortOrder.of("none")).cut(4_000, 1_000);
        String ample = packer.memoryBytes(AMPLE).pack(List.of(part), output).sha256();
        Scratch scratch = new Scratch(new MemoryDisk());
        String tiny = packer.memoryBytes(memoryBytes)
                .scratch(scratch)
                .pack(List.of(part), output)
                .sha256();
        assertEquals(ample, tiny);
        assertTrue(scratch.bytesWritten() > 0, "nothing was too large");
    }

    @Test
    void aBrokenLargePageIsToldByItsChecksum() throws IOException {
        Path part =
                write(writer("plain").codec(CompressionCodecName.UNCOMPRESSED).checksums(true), 4);
        byte[] bytes = Files.readAllBytes(part);
        bytes[ROWS * 8 + 40_000] ^= 4;
        Files.write(part, bytes);
        PartRejectedException rejected = assertThrows(
                PartRejectedException.class,
                () -> LocalPacker.usual().memoryBytes(TINY).pack(List.of(part), directory.resolve("out.parquet")));
        assertEquals(PartRejectedException.Reason.CORRUPT, rejected.reason());
        assertTrue(rejected.getMessage().contains("CRC"), rejected.getMessage());
    }

    @Test
    void aFullDiskIsToldAsSuch() {
        Path part = write(writer("plain"), 5);
        MemoryDisk whole = new MemoryDisk();
        LocalPacker.usual().memoryBytes(TINY).scratch(new Scratch(whole)).pack(List.of(part), directory.resolve("o"));
        for (long write = 0; write < whole.writes(); write += 1 + whole.writes() / 10) {
            Scratch scratch = new Scratch(new MemoryDisk(1L << 30, write));
            LocalPacker packer = LocalPacker.usual().memoryBytes(TINY).scratch(scratch);
            assertThrows(ScratchException.class, () -> packer.pack(List.of(part), directory.resolve("out.parquet")));
        }
    }

    private static PartWriter writer(String encoding) {
        PartWriter writer = PartWriter.of(SCHEMA).pages(1 << 28, Integer.MAX_VALUE);
        return switch (encoding) {
            case "plain" -> writer.dictionary(false);
            case "plain v2" -> writer.pagesV2().dictionary(false);
            case "dictionary" -> writer.dictionary(true);
            case "deltas" -> writer.pagesV1WithDeltas().dictionary(false);
            case "deltas v2" -> writer.pagesV2WithDeltas().dictionary(false);
            case "lengths" -> writer.dictionary(false).deltaLengths();
            case "split" -> writer.dictionary(false).byteStreamSplit();
            default -> throw new IllegalArgumentException(encoding);
        };
    }

    private Path write(PartWriter writer, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Group> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            rows.add(row(i, random));
        }
        return writer.writeGroups(directory.resolve("part.parquet"), rows);
    }

    private static Group row(long key, SplittableRandom random) {
        Group row = new SimpleGroupFactory(SCHEMA)
                .newGroup()
                .append("ts_event", key)
                .append("size", random.nextInt(1 << random.nextInt(1, 31)))
                .append("is_maker", random.nextInt(9) == 0)
                .append("id", "id-" + (1_000_000 + key));
        if (random.nextInt(10) > 0) {
            row.append("price", random.nextInt(500) / 4.0).append("ratio", random.nextInt(5_000) / 8.0f);
            row.append("same", 42L).append("is_buyer", random.nextBoolean());
        }
        if (random.nextInt(3) > 0) {
            row.append("note", "note " + random.nextInt(100) + "x".repeat(random.nextInt(20)));
            row.append("code", Binary.fromString("c" + (10_000 + random.nextInt(900))));
            row.append("seen", Binary.fromConstantByteArray(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, (byte) key}));
        }
        if (random.nextInt(4) > 0) {
            Group levels = row.addGroup("levels");
            for (int i = random.nextInt(5); i > 0; i--) {
                Group element = levels.addGroup(0);
                if (random.nextInt(6) > 0) {
                    element.append("element", random.nextLong(1 << 20));
                }
            }
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            row.append("flags", Binary.fromString("flag" + random.nextInt(30)));
        }
        return row;
    }
}
