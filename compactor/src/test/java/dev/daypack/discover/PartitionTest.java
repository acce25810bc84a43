package dev.daypack.discover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartitionTest {

    @Test
    void theOrderIsThatOfTheText() {
        List<Partition> all = new ArrayList<>();
        List<String> values = List.of("a", "a-", "a-b", "a.", "a0", "ab", "aB", "b", "-");
        for (String first : values) {
            all.add(new Partition(List.of("x"), List.of(first)));
            for (String second : values) {
                all.add(new Partition(List.of("x", "y"), List.of(first, second)));
            }
        }
        for (Partition left : all) {
            for (Partition right : all) {
                assertEquals(
                        Integer.signum(left.toString().compareTo(right.toString())),
                        Integer.signum(left.compareTo(right)),
                        left + " and " + right);
            }
        }
    }

    @Test
    void valuesThatCouldLeaveTheirLevelAreRefused() {
        for (String value : List.of("", ".", "..", "a/b", "a\nb", "\u00e9", "x".repeat(129))) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new Partition(List.of("symbol"), List.of(value)),
                    Printable.of(value));
        }
    }
}
