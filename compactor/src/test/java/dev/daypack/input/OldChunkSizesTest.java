package dev.daypack.input;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.compact.LocalPacker;
import dev.daypack.testing.DuckOracle;
import dev.daypack.testing.PartWriter;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OldChunkSizesTest {

    private static final String LONG = "-".repeat(300);

    @TempDir
    private Path directory;

    private Path right;
    private int dictionaryHeaderBytes;

    @BeforeEach
    void write() {
        right = PartWriter.of(
                        PartWriter.required(INT64, "ts_event"),
                        PartWriter.optional(BINARY, stringType(), "a"),
                        PartWriter.optional(BINARY, stringType(), "b"))
                .codec(CompressionCodecName.UNCOMPRESSED)
                .write(
                        directory.resolve("right.parquet"),
                        PartWriter.row(1L, LONG + "x", LONG + "x"),
                        PartWriter.row(2L, LONG + "x", null),
                        PartWriter.row(3L, LONG + "y", LONG + "x"));
        PatchedFile.Page dictionary = PatchedFile.pages(right, 1).get(0);
        dictionaryHeaderBytes = dictionary.bodyOffset() - dictionary.offset();
    }

    @Test
    void chunksThatLeaveOutTheDictionaryHeaderAreReadIfTheWriterIsOld() {
        for (String writer : List.of(
                "parquet-mr",
                "parquet-mr version 1.2.8",
                "parquet-mr version 1.0.0-t2 (build x)",
                "parquet-mr version 0.9.9")) {
            Path part = shortened(writer, dictionaryHeaderBytes);
            Path output = directory.resolve("out.parquet");
            LocalPacker.usual().pack(List.of(part), output);
            DuckOracle.usual().check(List.of(right), output);
        }
    }

    @Test
    void thoseOfOtherWritersAreBroken() {
        for (String writer : List.of(
                "parquet-mr version 1.2.9",
                "parquet-mr version 1.10.0",
                "parquet-mr version 99999999999999999999.0.0",
                "parquet-cpp version 1.0.0",
                "")) {
            assertBroken(shortened(writer, dictionaryHeaderBytes));
        }
    }

    @Test
    void noMoreIsGrantedThanAHeaderTakes() {
        assertBroken(shortened("parquet-mr", dictionaryHeaderBytes + 200));
    }

    private void assertBroken(Path part) {
        PartRejectedException broken = assertThrows(
                PartRejectedException.class,
                () -> LocalPacker.usual().pack(List.of(part), directory.resolve("out.parquet")));
        assertTrue(broken.reason() == PartRejectedException.Reason.CORRUPT, broken::getMessage);
    }

    /** With sizes of both text columns that lack some bytes. */
    private Path shortened(String writer, int lost) {
        return PatchedFile.footer(right, footer -> {
            footer.setCreated_by(writer);
            for (int column = 1; column <= 2; column++) {
                ColumnMetaData chunk =
                        footer.getRow_groups().get(0).getColumns().get(column).getMeta_data();
                chunk.setTotal_compressed_size(chunk.getTotal_compressed_size() - lost);
            }
        });
    }
}
