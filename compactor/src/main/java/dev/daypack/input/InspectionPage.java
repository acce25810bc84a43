package dev.daypack.input;

import org.apache.parquet.format.Encoding;

/**
 * One page as its header describes it.
 *
 * @param offset of its header in the file
 * @param type code of parquet.thrift
 * @param encoding code of parquet.thrift
 * @param values with nulls
 * @param compressedBytes as stored, without the header
 * @param uncompressedBytes the same before compression
 */
record InspectionPage(
        long offset,
        int type,
        int encoding,
        int values,
        int compressedBytes,
        int uncompressedBytes,
        Checksum checksum) {

    /** What became of the page's CRC. */
    enum Checksum {
        /** The page has none. */
        NONE("-"),
        RIGHT("ok"),
        WRONG("WRONG"),
        /** The page has one, and its bytes are not read. */
        UNCHECKED("not checked");

        private final String label;

        Checksum(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    InspectionPage with(Checksum outcome) {
        return new InspectionPage(offset, type, encoding, values, compressedBytes, uncompressedBytes, outcome);
    }

    String typeName() {
        return switch (type) {
            case PageHeader.DATA -> "data v1";
            case PageHeader.INDEX -> "index";
            case PageHeader.DICTIONARY -> "dictionary";
            case PageHeader.DATA_V2 -> "data v2";
            default -> "type " + type;
        };
    }

    /** Empty for index pages, which have none. */
    String encodingName() {
        if (type == PageHeader.INDEX) {
            return "";
        }
        Encoding known = Encoding.findByValue(encoding);
        return known == null ? "encoding " + encoding : known.toString();
    }
}
