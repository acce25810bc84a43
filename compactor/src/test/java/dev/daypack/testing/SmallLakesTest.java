package dev.daypack.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.testing.SmallLakes.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.IntSummaryStatistics;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmallLakesTest {

    @TempDir
    Path directory;

    @Test
    void lakesCanBePackedAndHoldWhatTheySay() throws IOException {
        for (long seed = 1; seed <= 12; seed++) {
            Path place = Files.createDirectory(directory.resolve("lake" + seed));
            Lake lake = SmallLakes.write(seed, place, 1 + (int) (seed * seed) % 17);
            Path output = place.resolve("out.parquet");
            DuckOracle oracle = new DuckOracle(lake.orderColumn(), "seq");
            oracle.writeExpected(lake.parts(), output);
            assertEquals(Optional.empty(), oracle.difference(lake.parts(), output), lake.toString());
            assertEquals(lake.rows(), ParquetJava.footer(output).getNum_rows(), lake.toString());
            assertEquals(lake.parts().stream().sorted().toList(), lake.parts(), lake.toString());
        }
    }

    @Test
    void equalSeedsGiveEqualBytes() throws IOException {
        Lake one = SmallLakes.write(7, Files.createDirectory(directory.resolve("one")), 5);
        Lake two = SmallLakes.write(7, Files.createDirectory(directory.resolve("two")), 5);
        for (int part = 0; part < one.parts().size(); part++) {
            assertArrayEquals(
                    Files.readAllBytes(one.parts().get(part)),
                    Files.readAllBytes(two.parts().get(part)),
                    one.toString());
        }
    }

    @Test
    void sizesGoFromOnePartToHundreds() {
        IntSummaryStatistics sizes =
                LongStream.range(0, 1_000).mapToInt(SmallLakes::parts).summaryStatistics();
        assertEquals(1, sizes.getMin());
        assertTrue(sizes.getMax() > 290 && sizes.getMax() <= 300, sizes.toString());
    }
}
