package dev.daypack.input;

import dev.daypack.text.Units;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.parquet.format.BoundingBox;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Statistics;

/**
 * What the footer says of a column chunk, in words; empty where it says nothing.
 *
 * @param pages data pages read, with {@code +1} for a dictionary
 * @param extras what else there is of the chunk: page index, Bloom filter, bounding box of geometries
 */
record InspectionChunkFacts(
        String codec,
        String encodings,
        String pages,
        String storedSize,
        String plainSize,
        String nullCount,
        String minimum,
        String maximum,
        String extras) {

    /** A hostile list of encodings can be long; there are ten. */
    private static final int MAX_ENCODINGS = 12;

    static InspectionChunkFacts of(InspectionChunk chunk, SchemaElement element) {
        ColumnMetaData meta = chunk.footer().getMeta_data();
        if (meta == null) {
            return new InspectionChunkFacts("", "", "", "", "", "", "", "", "");
        }
        Statistics statistics = meta.isSetStatistics() ? meta.getStatistics() : new Statistics();
        return new InspectionChunkFacts(
                meta.isSetCodec() ? meta.getCodec().toString() : "?",
                String.join(" ", encodings(meta)),
                pages(chunk),
                Units.bytes(meta.getTotal_compressed_size()),
                Units.bytes(meta.getTotal_uncompressed_size()),
                statistics.isSetNull_count() ? Units.count(statistics.getNull_count()) : "",
                bound(element, minimum(statistics)),
                bound(element, maximum(statistics)),
                String.join(", ", extras(chunk)));
    }

    static Set<String> encodings(ColumnMetaData meta) {
        Set<String> names = new LinkedHashSet<>();
        if (meta.isSetEncodings()) {
            meta.getEncodings().stream()
                    .filter(Objects::nonNull)
                    .map(Encoding::toString)
                    .distinct()
                    .limit(MAX_ENCODINGS)
                    .forEach(names::add);
        }
        return names;
    }

    private static String pages(InspectionChunk chunk) {
        if (chunk.pageCount() == 0) {
            return "";
        }
        int others = chunk.pageCount() - chunk.dataPages();
        return Units.count(chunk.dataPages()) + (others == 0 ? "" : "+" + others);
    }

    /** The bound in the present form, else in the one of old writers; null if there is none. */
    static byte[] minimum(Statistics statistics) {
        return statistics.isSetMin_value() ? statistics.getMin_value() : statistics.getMin();
    }

    static byte[] maximum(Statistics statistics) {
        return statistics.isSetMax_value() ? statistics.getMax_value() : statistics.getMax();
    }

    static String bound(SchemaElement element, byte[] bytes) {
        return bytes == null ? "" : InspectionValues.of(element, bytes);
    }

    static List<String> extras(InspectionChunk chunk) {
        List<String> extras = new ArrayList<>();
        if (chunk.footer().isSetColumn_index_offset() && chunk.footer().isSetOffset_index_offset()) {
            extras.add("page index");
        } else if (chunk.footer().isSetOffset_index_offset()) {
            extras.add("offset index");
        } else if (chunk.footer().isSetColumn_index_offset()) {
            extras.add("column index");
        }
        if (chunk.footer().getMeta_data() != null
                && chunk.footer().getMeta_data().isSetBloom_filter_offset()) {
            extras.add("bloom filter");
        }
        String box = chunk.footer().getMeta_data() == null
                ? ""
                : boundingBox(chunk.footer().getMeta_data());
        if (!box.isEmpty()) {
            extras.add(box);
        }
        return extras;
    }

    /** What the coordinates of a geometry lie in; empty if the file does not say. */
    static String boundingBox(ColumnMetaData meta) {
        if (!meta.isSetGeospatial_statistics()
                || !meta.getGeospatial_statistics().isSetBbox()) {
            return "";
        }
        BoundingBox box = meta.getGeospatial_statistics().getBbox();
        return "x " + box.getXmin() + " to " + box.getXmax() + ", y " + box.getYmin() + " to " + box.getYmax()
                + (box.isSetZmin() && box.isSetZmax() ? ", z " + box.getZmin() + " to " + box.getZmax() : "")
                + (box.isSetMmin() && box.isSetMmax() ? ", m " + box.getMmin() + " to " + box.getMmax() : "");
    }
}
