package dev.daypack.input;

import java.util.List;
import org.apache.parquet.format.ColumnChunk;

/**
 * What came of reading one column chunk.
 *
 * @param column its place among the leaf columns
 * @param footer what the footer says of it
 * @param outcome how far it was read
 * @param pages the first of its pages
 * @param pageCount pages seen, dictionary included
 * @param dataPages data pages seen
 * @param checksums pages whose CRC was compared and is right
 * @param rows values with nulls: decoded, or, where it was not read to the end, by the page headers
 * @param nulls counted while decoding; -1 if that was not done to the end
 */
record InspectionChunk(
        int column,
        ColumnChunk footer,
        Outcome outcome,
        List<InspectionPage> pages,
        int pageCount,
        int dataPages,
        int checksums,
        long rows,
        long nulls) {

    /** How far a chunk was read. */
    enum Outcome {
        /** Every value was decoded. */
        SOUND("ok"),
        /** Not read, or not to the end, by no fault of the file. */
        UNREAD("not read"),
        /** Reading ended at an error. */
        BROKEN("BROKEN");

        private final String label;

        Outcome(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    /** A chunk of which no page was looked at. */
    static InspectionChunk unopened(int column, ColumnChunk footer, Outcome outcome) {
        return new InspectionChunk(column, footer, outcome, List.of(), 0, 0, 0, 0, -1);
    }
}
