package dev.daypack.compact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.input.Part;
import dev.daypack.input.PartRejectedException;
import dev.daypack.input.SortOrder;
import dev.daypack.output.ConservationException;
import dev.daypack.testing.ParquetJava;
import dev.daypack.testing.PartWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The sort column is read twice, for the order and for the output. Where the two readings differ, the order found
 * belongs to other rows than those written: the proof must fail, not the order of the output.
 */
class UnsteadySourceTest {

    private static final int ROWS = 100;

    @TempDir
    Path directory;

    private Part part;
    private ColumnMetaData keys;

    @BeforeEach
    void writePart() {
        Path file = PartWriter.of(
                        PartWriter.required(PrimitiveTypeName.INT64, "ts_event"),
                        PartWriter.required(PrimitiveTypeName.INT32, "copy"))
                .codec(CompressionCodecName.UNCOMPRESSED)
                .dictionary(false)
                .write(
                        directory.resolve("part.parquet"),
                        IntStream.range(0, ROWS)
                                .mapToObj(i -> PartWriter.row(10L * i, 10 * i))
                                .toList());
        part = LocalPacker.part(file);
        keys = ParquetJava.chunks(file).get(0).getMeta_data();
    }

    /** A part whose n-th reading of the sort column shows another key in a row. */
    private Part unsteady(int reading, int row, long key) {
        AtomicInteger readings = new AtomicInteger();
        long valuesOffset = keys.getData_page_offset() + keys.getTotal_compressed_size() - 8L * ROWS;
        return new Part(part.name(), part.sizeBytes(), (offset, into, at, length) -> {
            part.bytes().read(offset, into, at, length);
            if (offset == keys.getData_page_offset() && readings.incrementAndGet() == reading) {
                ByteBuffer.wrap(into)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(Math.toIntExact(at + valuesOffset - offset + 8L * row), key);
            }
        });
    }

    /** The wide keys of one column and itself; read to check, to merge, and for the output. */
    @Test
    void anotherKeyAtAnyReadingOfWideKeysFails() {
        LocalPacker packer = LocalPacker.usual().order(SortOrder.of("ts_event, copy"));
        assertEquals(ROWS, packWide(packer, 4).proven().proof().rows());
        assertThrows(PartRejectedException.class, () -> packWide(packer, 1));
        assertThrows(PartRejectedException.class, () -> packWide(packer, 2));
        ConservationException e = assertThrows(ConservationException.class, () -> packWide(packer, 3));
        assertTrue(e.getMessage().contains("keys of the merged input step back after 490 to 0"), e.getMessage());
    }

    private TableMerge.Result packWide(LocalPacker packer, int reading) {
        return packer.pack(List.of(unsteady(reading, 50, 0)), (bytes, offset, length) -> {});
    }

    private TableMerge.Result pack(Part... parts) {
        return LocalPacker.usual().pack(List.of(parts), (bytes, offset, length) -> {});
    }

    @Test
    void twoSteadyReadingsPass() {
        assertEquals(ROWS, pack(unsteady(3, 50, 0)).proven().proof().rows());
    }

    @Test
    void anotherKeyAtTheSecondReadingFailsTheProof() {
        ConservationException e = assertThrows(ConservationException.class, () -> pack(unsteady(2, 50, 0)));
        assertTrue(e.getMessage().contains("keys of the merged input step back from 490 to 0"), e.getMessage());
    }

    @Test
    void anotherKeyAtTheFirstReadingFailsTheProof() {
        assertThrows(ConservationException.class, () -> pack(unsteady(1, 50, 0)));
    }

    /** The keys still ascend, but rows of equal keys are in the wrong order now. */
    @Test
    void aTieThatAppearsAtTheSecondReadingFailsTheProof() {
        ConservationException e = assertThrows(ConservationException.class, () -> pack(part, unsteady(2, 49, 500)));
        assertTrue(e.getMessage().contains("equal key 500 changed places"), e.getMessage());
    }
}
