package dev.daypack.input;

import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;

/**
 * Sizes of column chunks as parquet-mr gave them before 1.2.9: without the header of the dictionary page, so that the
 * last page reaches beyond the chunk (PARQUET-816). Such a chunk may reach into the gap that follows it, by what a
 * header can take, but never into another chunk.
 */
final class OldChunkSizes {

    /** More than the header of any dictionary page takes; what other readers grant. */
    private static final int HEADER_BYTES = 100;

    private static final Pattern WRITER = Pattern.compile("parquet-mr(?: version (\\d+)\\.(\\d+)\\.(\\d+).*)?");
    private static final int[] FIRST_RIGHT = {1, 2, 9};

    private OldChunkSizes() {}

    /**
     * Mends the sizes in a footer.
     *
     * @param meta of a writer of any kind; changed only if it is one of these
     * @param dataEnd where the footer begins
     */
    static void mend(FileMetaData meta, long dataEnd) {
        if (!isOld(meta.getCreated_by()) || meta.getRow_groups() == null) {
            return;
        }
        TreeSet<Long> starts = new TreeSet<>();
        chunks(meta).forEach(chunk -> starts.add(start(chunk)));
        chunks(meta).forEach(chunk -> {
            Long next = Objects.requireNonNullElse(starts.higher(start(chunk)), dataEnd);
            long gap = next - start(chunk) - chunk.getTotal_compressed_size();
            if (gap > 0 && gap < dataEnd) {
                chunk.setTotal_compressed_size(chunk.getTotal_compressed_size() + Math.min(gap, HEADER_BYTES));
            }
        });
    }

    private static Iterable<ColumnMetaData> chunks(FileMetaData meta) {
        return meta.getRow_groups().stream()
                .map(RowGroup::getColumns)
                .filter(Objects::nonNull)
                .flatMap(columns -> columns.stream().map(ColumnChunk::getMeta_data))
                .filter(Objects::nonNull)::iterator;
    }

    private static long start(ColumnMetaData chunk) {
        long dictionary = chunk.getDictionary_page_offset();
        return dictionary > 0 && dictionary < chunk.getData_page_offset() ? dictionary : chunk.getData_page_offset();
    }

    private static boolean isOld(String createdBy) {
        Matcher writer = WRITER.matcher(Objects.requireNonNullElse(createdBy, ""));
        if (!writer.matches()) {
            return false;
        }
        for (int i = 0; writer.group(1) != null && i < FIRST_RIGHT.length; i++) {
            // So many digits that it is no number make no old version.
            long number = writer.group(i + 1).length() > 9 ? Long.MAX_VALUE : Long.parseLong(writer.group(i + 1));
            if (number != FIRST_RIGHT[i]) {
                return number < FIRST_RIGHT[i];
            }
        }
        return writer.group(1) == null;
    }
}
