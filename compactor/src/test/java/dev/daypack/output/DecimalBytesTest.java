package dev.daypack.output;

import static org.apache.parquet.schema.LogicalTypeAnnotation.decimalType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daypack.compact.LocalPacker;
import dev.daypack.testing.DuckOracle;
import dev.daypack.testing.ParquetJava;
import dev.daypack.testing.PartWriter;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.parquet.format.Encoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DuckDB reads the delta encodings of byte arrays for strings and blobs only. */
class DecimalBytesTest {

    private static final int ROWS = 3_000;

    @Test
    void decimalsInBytesThatNeverRepeatCanBeReadByDuckDb(@TempDir Path directory) {
        SplittableRandom random = new SplittableRandom(1);
        BigInteger shared = BigInteger.TEN.pow(36);
        List<Object[]> rows = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            byte[] likeOthers = shared.add(BigInteger.valueOf(row)).toByteArray();
            rows.add(PartWriter.row(
                    (long) row, BigInteger.valueOf(random.nextLong()).toByteArray(), likeOthers));
        }
        Path part = PartWriter.of(
                        PartWriter.required(INT64, "ts_event"),
                        PartWriter.optional(BINARY, decimalType(4, 38), "unlike"),
                        PartWriter.required(BINARY, decimalType(0, 38), "alike"))
                .write(directory.resolve("part.parquet"), rows);
        Path output = directory.resolve("out.parquet");
        LocalPacker.usual().pack(List.of(part), output);
        DuckOracle.usual().check(List.of(part), output);
        ParquetJava.chunks(output)
                .subList(2, 4)
                .forEach(chunk -> assertEquals(
                        List.of(Encoding.PLAIN, Encoding.RLE),
                        chunk.getMeta_data().getEncodings().stream().sorted().toList()));
    }
}
