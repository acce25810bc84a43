package dev.daypack.input;

import java.util.List;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;

/**
 * All that is known of a file after it was walked over.
 *
 * @param footerBytes length of the footer, or -1 if it was not found
 * @param meta the footer, or null if it cannot be read
 * @param schema without elements if the footer cannot be read
 * @param groups for each row group its column chunks; none if it cannot be told which column they belong to
 * @param sortOrder the order of a run
 * @param order what its order is, or null if it was not checked
 * @param noOrderBecause why not, else empty
 */
record InspectionFindings(
        Part part,
        int footerBytes,
        FileMetaData meta,
        InspectionSchema schema,
        List<List<InspectionChunk>> groups,
        SortOrder sortOrder,
        InspectionOrder order,
        String noOrderBecause,
        InspectionProblems problems) {

    /** Rows by the row groups: old Arrow wrote 0 into some footers, and packing goes by the row groups then. */
    long rows() {
        return meta.getRow_groups().stream().mapToLong(RowGroup::getNum_rows).sum();
    }

    /** Whether the order has more columns than the one that is followed. */
    boolean isFollowedInPart() {
        return sortOrder.terms().terms().size() > 1;
    }

    /** Path of a leaf column; in words if the file names one that is not there. Not escaped. */
    String columnName(int place) {
        return place >= 0 && place < schema.leaves().size()
                ? schema.leaves().get(place).path()
                : "column " + place + ", which is not there";
    }
}
