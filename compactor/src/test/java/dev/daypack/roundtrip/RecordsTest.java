package dev.daypack.roundtrip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;

/** The comparison that the round trips rest on sees what it must see. */
class RecordsTest {

    private static final MessageType SCHEMA = MessageTypeParser.parseMessageType("""
            message schema {
              optional double number;
              optional binary text;
              optional int96 old;
              repeated group items { optional float price; optional boolean flag; }
            }""");

    @Test
    void aRecordEqualsItself() {
        assertEquals(Optional.empty(), difference((row, side) -> fill(row, Double.NaN, "a")));
    }

    @Test
    void bitsThatCompareEqualDiffer() {
        assertDiffer((row, side) -> fill(row, side ? 0.0 : -0.0, "a"), "schema.number[0] is");
        assertDiffer(
                (row, side) -> fill(row, Double.longBitsToDouble(0x7ff8_0000_0000_0000L + (side ? 0 : 1)), "a"),
                "schema.number[0] is 9221120237041090561 (0x7ff8000000000001) instead of");
    }

    @Test
    void bytesAndCountsDiffer() {
        assertDiffer((row, side) -> fill(row, 1, side ? "a" : ""), "schema.text[0] is 0 bytes  instead of 1 bytes 61");
        assertDiffer(
                (row, side) -> {
                    if (side) {
                        row.add(1, binary(""));
                    }
                },
                "schema.text occurs 0 times instead of 1");
        assertDiffer(
                (row, side) -> row.add(2, binary("abcdefghijk" + (side ? "l" : "m"))), "schema.old[0] is 12 bytes");
    }

    @Test
    void whatLiesInsideDiffers() {
        assertDiffer(
                (row, side) -> {
                    row.addGroup(3);
                    if (side) {
                        row.addGroup(3);
                    }
                },
                "schema.items occurs 1 times instead of 2");
        assertDiffer(
                (row, side) -> {
                    row.addGroup(3).add(0, 1f);
                    row.addGroup(3).add(1, side);
                },
                "schema.items[1] items.flag[0] is false instead of true");
    }

    private static void fill(Group row, double number, String text) {
        row.add(0, number);
        row.add(1, binary(text));
        row.addGroup(3).add(0, 1f);
        row.addGroup(3);
    }

    private static Binary binary(String text) {
        return Binary.fromConstantByteArray(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertDiffer(BiConsumer<Group, Boolean> filler, String words) {
        String found = difference(filler).orElseThrow();
        assertTrue(found.startsWith(words), found);
    }

    /** Between the record that is filled for true, which is expected, and the one for false. */
    private static Optional<String> difference(BiConsumer<Group, Boolean> filler) {
        Group expected = new SimpleGroup(SCHEMA);
        Group actual = new SimpleGroup(SCHEMA);
        filler.accept(expected, true);
        filler.accept(actual, false);
        return Records.difference(expected, actual);
    }
}
