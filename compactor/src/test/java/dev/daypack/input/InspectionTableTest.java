package dev.daypack.input;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class InspectionTableTest {

    private static InspectionTable table() {
        InspectionTable table = new InspectionTable(">#", "NAME", ">SIZE", "EMPTY", "MIN", "MAX");
        table.row("0", "ts", "12", "", "aaaa", "b");
        table.row("1", "price", "3", "", "c", "dddd");
        return table;
    }

    @Test
    void cellsStandInColumnsAndEmptyColumnsAreLeftOut() {
        List<String> lines =
                List.of("#  NAME   SIZE  MIN   MAX", "0  ts       12  aaaa  b", "1  price     3  c     dddd");
        assertEquals(lines, table().lines());
        assertEquals(lines, table().lines(2, 4, 26));
    }

    @Test
    void aTableThatIsTooWideBecomesSeveralThatBeginAlike() {
        assertEquals(
                List.of(
                        "#  NAME   SIZE",
                        "0  ts       12",
                        "1  price     3",
                        "#  NAME   MIN   MAX",
                        "0  ts     aaaa  b",
                        "1  price  c     dddd"),
                table().lines(2, 4, 25));
    }

    @Test
    void noColumnIsLostHoweverNarrowTheLinesAre() {
        assertEquals(
                List.of(
                        "#  NAME   SIZE",
                        "0  ts       12",
                        "1  price     3",
                        "#  NAME   MIN",
                        "0  ts     aaaa",
                        "1  price  c",
                        "#  NAME   MAX",
                        "0  ts     b",
                        "1  price  dddd"),
                table().lines(2, 4, 1));
    }
}
