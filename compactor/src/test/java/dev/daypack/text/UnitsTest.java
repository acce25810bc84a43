package dev.daypack.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {

    @ParameterizedTest
    @CsvSource({
        "256MiB,268435456",
        "256 mib,268435456",
        "10MB,10000000",
        "4096,4096",
        "2GiB,2147483648",
        "1TiB,1099511627776",
        "0,0"
    })
    void sizesAreRead(String text, long bytes) {
        assertEquals(bytes, Units.parseBytes(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MiB", "-1", "1.5GiB", "1M", "10 000", "9999999999999TiB", "0x10", "1e3"})
    void whatIsNoSizeIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Units.parseBytes(text));
    }

    @ParameterizedTest
    @CsvSource({"500ms,500", "30s,30000", "5m,300000", "2h,7200000", "1d,86400000", "PT5M,300000"})
    void durationsAreRead(String text, long millis) {
        assertEquals(Duration.ofMillis(millis), Units.parseDuration(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "PT", "P", "-5s", "5w", "999999999999999999d"})
    void whatIsNoDurationIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Units.parseDuration(text));
    }

    @ParameterizedTest
    @CsvSource({
        "0,0 B",
        "1023,1023 B",
        "1024,1.0 KiB",
        "40000000,38.1 MiB",
        "268435456,256 MiB",
        "1099511627776,1.0 TiB"
    })
    void sizesAreWritten(long bytes, String text) {
        assertEquals(text, Units.bytes(bytes));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 1024, 1536, 268435456, 1L << 40, Long.MAX_VALUE})
    void exactSizesAreReadBack(long bytes) {
        assertEquals(bytes, Units.parseBytes(Units.exactBytes(bytes)));
    }

    @ParameterizedTest
    @CsvSource({"0.04,0.0 s", "1.94,1.9 s", "9.96,10 s", "59.4,59 s", "59.6,1m 00s", "185,3m 05s", "7620,2h 07m"})
    void secondsAreWritten(double seconds, String text) {
        assertEquals(text, Units.seconds(seconds));
    }

    @Test
    void oneOfAThingIsSingular() {
        assertEquals("1 part", Units.count(1, "part"));
        assertEquals("1,480 parts", Units.count(1_480, "part"));
    }

    @Test
    void theVersionIsThatOfTheBuild() {
        assertEquals(true, Version.current().matches("\\d+\\.\\d+\\.\\d+.*"), Version.current());
    }
}
