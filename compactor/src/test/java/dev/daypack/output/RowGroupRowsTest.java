package dev.daypack.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.daypack.codec.Compression;
import dev.daypack.input.ChunkMeta;
import dev.daypack.input.InputLimits;
import dev.daypack.input.KeyClaim;
import dev.daypack.input.Part;
import dev.daypack.input.PartFooter;
import dev.daypack.input.RowGroupMeta;
import dev.daypack.input.SchemaField;
import dev.daypack.input.SchemaMode;
import dev.daypack.input.SortOrder;
import dev.daypack.input.Table;
import java.util.List;
import java.util.Map;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.junit.jupiter.api.Test;

/** How wide rows are by footers that may claim anything. */
class RowGroupRowsTest {

    @Test
    void claimsBeyondAllNumbersMakeWideRowsAndNotNarrowOnes() {
        SchemaElement element = new SchemaElement("v")
                .setType(Type.FIXED_LEN_BYTE_ARRAY)
                .setType_length(16 << 20)
                .setRepetition_type(FieldRepetitionType.REPEATED);
        List<SchemaField> fields = List.of(new SchemaField(element, List.of()));
        for (int power = 20; power <= 40; power++) {
            ChunkMeta chunk = new ChunkMeta(Compression.UNCOMPRESSED, 1L << power, 4, 100, 100);
            RowGroupMeta group = new RowGroupMeta(1, List.of(chunk), new KeyClaim(null, null));
            PartFooter footer = new PartFooter(
                    new Part("part", 200, (offset, into, at, length) -> {}),
                    fields,
                    SchemaField.leaves(fields),
                    List.of(group, group, group),
                    3,
                    Map.of(),
                    List.of());
            Table table =
                    Table.of(List.of(footer), SortOrder.of("none"), "seq", SchemaMode.UNION, InputLimits.DEFAULTS);
            assertEquals(1, RowGroupRows.of(table, OutputSettings.DEFAULTS), "2^" + power + " values");
        }
    }
}
