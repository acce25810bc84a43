package dev.daypack.output;

import dev.daypack.input.ColumnSchema;
import org.apache.parquet.format.LogicalType;

/**
 * The order of a column's values that bounds in statistics follow (parquet.thrift, {@code TypeDefinedOrder}).
 * Fixed-width values are compared as sortable 64-bit numbers.
 */
enum ColumnOrder {
    /** Two's complement integers. */
    SIGNED,
    /** INT32 and INT64 annotated as unsigned. */
    UNSIGNED,
    /** FLOAT and DOUBLE; without bounds wherever a NaN is. */
    FLOATING,
    /** BYTE_ARRAY and FIXED_LEN_BYTE_ARRAY, byte by byte, unsigned. */
    BYTES,
    /** No order is defined, or none that we write: no bounds. */
    NONE;

    static ColumnOrder of(ColumnSchema column) {
        LogicalType annotation = column.annotation();
        return switch (column.type()) {
            case BOOLEAN -> SIGNED;
            case INT32, INT64 ->
                annotation != null
                                && annotation.isSetINTEGER()
                                && !annotation.getINTEGER().isIsSigned()
                        ? UNSIGNED
                        : SIGNED;
            case FLOAT, DOUBLE -> FLOATING;
            case INT96 -> NONE;
            case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> ofBytes(column, annotation);
        };
    }

    private static ColumnOrder ofBytes(ColumnSchema column, LogicalType annotation) {
        boolean interval = column.element().isSetConverted_type() && annotation == null;
        if (annotation == null) {
            return interval ? NONE : BYTES;
        }
        boolean bytewise = annotation.isSetSTRING()
                || annotation.isSetENUM()
                || annotation.isSetJSON()
                || annotation.isSetBSON()
                || annotation.isSetUUID();
        return bytewise ? BYTES : NONE;
    }

    /** A number that sorts as the value does; of a NaN, anything (see {@link #isNaN}). */
    long sortable(long bits, boolean is64) {
        return switch (this) {
            case UNSIGNED -> is64 ? bits ^ Long.MIN_VALUE : bits & 0xffff_ffffL;
            case FLOATING -> bits ^ ((bits >> 63) & Long.MAX_VALUE);
            default -> bits;
        };
    }

    /** The value of a sortable number. */
    long bits(long sortable, boolean is64) {
        return switch (this) {
            case UNSIGNED -> is64 ? sortable ^ Long.MIN_VALUE : (int) sortable;
            case FLOATING -> sortable ^ ((sortable >> 63) & Long.MAX_VALUE);
            default -> sortable;
        };
    }

    static boolean isNaN(long bits, boolean is64) {
        return is64 ? (bits & Long.MAX_VALUE) > 0x7ff0_0000_0000_0000L : ((int) bits & Integer.MAX_VALUE) > 0x7f80_0000;
    }
}
