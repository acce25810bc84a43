package dev.daypack.compact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.testing.ParquetJava;
import dev.daypack.testing.PartWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where memory is so short that readers are closed between row groups, and come back by their bookmarks, parts that
 * lack columns and parts out of order give the same bytes, and the same rows, as where it is ample.
 */
class TinyMemoryTest {

    private static final String LEVELS =
            " optional group levels (LIST) { repeated group list { required group element {%s } } }";
    private static final MessageType WHOLE = schema(
            "int64",
            " required double price; optional int64 count;",
            " optional binary note (STRING); repeated int32 flags;");
    private static final MessageType NARROW = schema("int32", " required float price;", "");
    private static final MessageType LACKING =
            MessageTypeParser.parseMessageType("message schema { required int64 ts_event; required int32 size; }");
    private static final MessageType OTHER = schema("int64", " optional int32 count;", " repeated int32 flags;");

    @TempDir
    Path directory;

    private static MessageType schema(String size, String element, String more) {
        return MessageTypeParser.parseMessageType("message schema { required int64 ts_event; required " + size
                + " size;" + LEVELS.formatted(element) + more + " }");
    }

    @Test
    void bytesAreTheSameHoweverOftenReadersAreClosedInBetween() {
        for (long seed = 0; seed < 4; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<Group> all = new ArrayList<>();
            List<Path> parts = List.of(
                    write("a", WHOLE, random, true, all),
                    write("b", WHOLE, random, false, all),
                    write("c", NARROW, random, false, all),
                    write("d", LACKING, random, true, all),
                    write("e", OTHER, random, false, all));
            int rowGroupRows = 1 + random.nextInt(150);
            LocalPacker packer = LocalPacker.usual().cut(rowGroupRows, 1 + random.nextInt(60));
            Path output = directory.resolve("out.parquet");
            String ample = packer.pack(parts, output).sha256();
            assertRows("seed " + seed, all, output);
            for (long memory : new long[] {4 << 20, 512 << 10, 128 << 10}) {
                TableMerge.Result tiny = packer.memoryBytes(memory).pack(parts, directory.resolve("tiny.parquet"));
                assertEquals(ample, tiny.sha256(), "seed " + seed + ", " + memory + " bytes of memory");
            }
        }
    }

    /** Keys are unique, so that the order of the rows is theirs. */
    private static void assertRows(String where, List<Group> expected, Path output) {
        expected.sort(Comparator.comparingLong(row -> row.getLong("ts_event", 0)));
        List<Group> found = ParquetJava.groups(output);
        assertEquals(expected.size(), found.size(), where);
        for (int i = 0; i < found.size(); i++) {
            assertEquals(text(expected.get(i)), text(found.get(i)), where + ", row " + i);
        }
        long from = expected.get(expected.size() / 3).getLong("ts_event", 0);
        List<Group> late = from(output, from);
        List<Group> expectedLate = expected.subList(expected.size() / 3, expected.size());
        assertTrue(late.size() >= expectedLate.size(), where);
        for (int i = 0; i < expectedLate.size(); i++) {
            assertEquals(
                    text(expectedLate.get(i)),
                    text(late.get(late.size() - expectedLate.size() + i)),
                    where + ", by the page index, row " + i);
        }
    }

    /** By parquet-java, which finds the pages of all columns by the page index. */
    private static List<Group> from(Path file, long key) {
        return ParquetJava.groups(file, FilterCompat.get(FilterApi.gtEq(FilterApi.longColumn("ts_event"), key)));
    }

    /** What a row has, whatever the schema around it: columns without a value are left out. */
    private static String text(Group row) {
        StringBuilder text = new StringBuilder();
        text.append(row.getLong("ts_event", 0)).append(' ').append(number(row, "size"));
        if (has(row, "levels")) {
            text.append(" levels");
            Group levels = row.getGroup("levels", 0);
            for (int i = 0; i < levels.getFieldRepetitionCount(0); i++) {
                Group element = levels.getGroup(0, i).getGroup(0, 0);
                text.append(" (").append(number(element, "price")).append(' ');
                text.append(number(element, "count")).append(')');
            }
        }
        text.append(has(row, "note") ? row.getString("note", 0) : "").append('[');
        int flags = row.getType().containsField("flags") ? row.getFieldRepetitionCount("flags") : 0;
        for (int i = 0; i < flags; i++) {
            text.append(row.getInteger("flags", i)).append(' ');
        }
        return text.toString();
    }

    private static boolean has(Group row, String field) {
        return row.getType().containsField(field) && row.getFieldRepetitionCount(field) > 0;
    }

    private static String number(Group row, String field) {
        return has(row, field) ? Double.toString(Double.parseDouble(row.getValueToString(field(row, field), 0))) : "-";
    }

    private static int field(Group row, String name) {
        return row.getType().getFieldIndex(name);
    }

    private Path write(String name, MessageType schema, SplittableRandom random, boolean isSorted, List<Group> all) {
        List<Group> rows = new ArrayList<>();
        int count = 300 + random.nextInt(300);
        for (int i = 0; i < count; i++) {
            long step = isSorted ? i : i ^ random.nextInt(64);
            rows.add(row(schema, step * 2_000_000 + all.size() + i, random));
        }
        all.addAll(rows);
        PartWriter writer = PartWriter.of(schema)
                .codec(random.nextBoolean() ? CompressionCodecName.UNCOMPRESSED : CompressionCodecName.SNAPPY)
                .pages(1 << 20, 20 + random.nextInt(80))
                .rowGroups(Long.MAX_VALUE, 200)
                .dictionary(random.nextBoolean());
        boolean splits = random.nextBoolean();
        return (splits ? writer.splitRows(5 + random.nextInt(50)) : random.nextBoolean() ? writer.pagesV2() : writer)
                .writeGroups(directory.resolve(name + ".parquet"), rows);
    }

    private static Group row(MessageType schema, long key, SplittableRandom random) {
        Group row = new SimpleGroupFactory(schema).newGroup().append("ts_event", key);
        if (schema.getType("size")
                .asPrimitiveType()
                .getPrimitiveTypeName()
                .name()
                .equals("INT64")) {
            row.append("size", (long) random.nextInt(100));
        } else {
            row.append("size", random.nextInt(100) - 50);
        }
        if (schema.containsField("levels") && random.nextInt(4) > 0) {
            Group levels = row.addGroup("levels");
            for (int j = random.nextInt(6); j > 0; j--) {
                fill(levels.addGroup(0).addGroup(0), random);
            }
        }
        if (schema.containsField("note") && random.nextBoolean()) {
            row.append("note", "note " + random.nextInt(50));
        }
        for (int j = schema.containsField("flags") ? random.nextInt(4) : 0; j > 0; j--) {
            row.append("flags", random.nextInt(5));
        }
        return row;
    }

    private static void fill(Group element, SplittableRandom random) {
        if (element.getType().containsField("price")) {
            boolean isDouble = element.getType()
                    .getType("price")
                    .asPrimitiveType()
                    .getPrimitiveTypeName()
                    .name()
                    .equals("DOUBLE");
            if (isDouble) {
                element.append("price", random.nextInt(20) / 4.0);
            } else {
                element.append("price", random.nextInt(20) / 4.0f);
            }
        }
        if (element.getType().containsField("count") && random.nextBoolean()) {
            boolean isLong = element.getType()
                    .getType("count")
                    .asPrimitiveType()
                    .getPrimitiveTypeName()
                    .name()
                    .equals("INT64");
            if (isLong) {
                element.append("count", (long) random.nextInt(9));
            } else {
                element.append("count", random.nextInt(9));
            }
        }
    }
}
