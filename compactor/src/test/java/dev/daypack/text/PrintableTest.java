package dev.daypack.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintableTest {

    @Test
    void plainTextStaysAsItIs() {
        String text = "exchange=okx/symbol=\u0431\u0442\u0446 \u4e2d\u6587 'a' \"b\" \\ {c}.parquet";
        assertEquals(text, Printable.of(text));
    }

    @ParameterizedTest
    @CsvSource({
        "001b", // escape: colours, cursor, window title
        "000a", // line break: a forged log line
        "000d", "0007", "0008", "007f", "009b", // C1 CSI
        "202e", // right-to-left override
        "2066", "200b", "feff", "2028", "2029", "d800", "e000"
    })
    void whatATerminalWouldObeyIsShownAsItsNumber(String hex) {
        char character = (char) Integer.parseInt(hex, 16);
        assertEquals("a\\u" + hex + "b", Printable.of("a" + character + "b"));
    }

    @Test
    void invisibleCharactersBeyondTheFirstPlaneAreShownAsTheirPair() {
        assertEquals("\\udb40\\udc41", Printable.of(Character.toString(0xE0041)));
    }

    @Test
    void longTextIsCut() {
        String shown = Printable.of("x".repeat(1_000_000));
        assertEquals(Printable.MAX_CHARS + 3, shown.length());
        assertTrue(shown.endsWith("..."));
    }

    @Test
    void aCutThroughAPairLeavesNoHalfOfIt() {
        assertEquals("\\ud83d...", Printable.of("\ud83d\ude00", 1));
    }

    @Test
    void nothingIsSaidAsNull() {
        assertEquals("null", Printable.of(null));
    }
}
