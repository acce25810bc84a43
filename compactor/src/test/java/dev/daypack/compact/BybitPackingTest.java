package dev.daypack.compact;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daypack.testing.BybitSlices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real stream, cut into raw parts without its sequence and packed, has the order that it had. */
class BybitPackingTest {

    @TempDir
    Path directory;

    @Test
    void theOrderOfARealStreamComesBack() throws IOException {
        for (long seed = 1; seed <= 2; seed++) {
            Path place = Files.createDirectory(directory.resolve("seed" + seed));
            List<Path> parts = BybitSlices.cut(place, seed, seed == 1 ? 0 : 0.2);
            Path output = place.resolve("out.parquet");
            TableMerge.Result result = LocalPacker.usual().pack(parts, output);
            assertEquals(BybitSlices.ROWS, result.proven().proof().rows(), "seed " + seed);
            BybitSlices.checkOrder(output);
        }
    }
}
