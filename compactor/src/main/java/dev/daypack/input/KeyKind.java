package dev.daypack.input;

import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.Type;

/** How the values of a sort column are ordered. Source: parquet-format, LogicalTypes.md, "sort order". */
public enum KeyKind {
    /** INT32 and INT64: as they are, as DATE, TIME, TIMESTAMP, signed integer or DECIMAL. */
    SIGNED,
    /** INT32 that is unsigned by its annotation. */
    UNSIGNED_32,
    /** INT64 that is unsigned by its annotation. */
    UNSIGNED_64,
    /** False before true. */
    BOOLEAN,
    /** FLOAT by value: -0.0 equals 0.0, all NaNs are equal and greater than all numbers. */
    FLOAT,
    /** DOUBLE, alike. */
    DOUBLE,
    /** FLOAT16, alike. */
    HALF,
    /** FIXED_LEN_BYTE_ARRAY byte by byte, unsigned: plain or as UUID. */
    FIXED,
    /** BYTE_ARRAY byte by byte, unsigned: plain, STRING, ENUM, JSON, BSON. */
    BYTES,
    /** DECIMAL in a FIXED_LEN_BYTE_ARRAY: two's complement, the highest byte first. */
    FIXED_DECIMAL,
    /** DECIMAL in a BYTE_ARRAY, alike; of equal numbers the number of bytes does not matter. */
    BYTES_DECIMAL,
    /** INT96: nanoseconds of a day and Julian day, by instant. */
    INT96,
    /** No order is defined for such values. */
    NONE;

    /** Whether its keys may be signed 64-bit numbers. */
    boolean isNarrow() {
        return ordinal() <= DOUBLE.ordinal();
    }

    static KeyKind of(ColumnSchema column) {
        LogicalType annotation = column.annotation();
        boolean isInterval = annotation == null && column.element().isSetConverted_type();
        if (isInterval || (annotation != null && annotation.isSetUNKNOWN())) {
            return NONE;
        }
        return switch (column.type()) {
            case BOOLEAN -> BOOLEAN;
            case INT32, INT64 -> ofIntegers(column.type(), annotation);
            case FLOAT -> FLOAT;
            case DOUBLE -> DOUBLE;
            case INT96 -> INT96;
            case FIXED_LEN_BYTE_ARRAY -> ofFixed(column, annotation);
            case BYTE_ARRAY -> ofBytes(annotation);
        };
    }

    private static KeyKind ofIntegers(Type type, LogicalType annotation) {
        if (annotation == null
                || annotation.isSetTIMESTAMP()
                || annotation.isSetTIME()
                || annotation.isSetDATE()
                || annotation.isSetDECIMAL()) {
            return SIGNED;
        }
        if (!annotation.isSetINTEGER()) {
            return NONE;
        }
        if (annotation.getINTEGER().isIsSigned()) {
            return SIGNED;
        }
        return type == Type.INT32 ? UNSIGNED_32 : UNSIGNED_64;
    }

    private static KeyKind ofFixed(ColumnSchema column, LogicalType annotation) {
        if (annotation == null || annotation.isSetUUID()) {
            return FIXED;
        }
        if (annotation.isSetDECIMAL()) {
            return FIXED_DECIMAL;
        }
        return annotation.isSetFLOAT16() && column.fixedBytes() == Short.BYTES ? HALF : NONE;
    }

    private static KeyKind ofBytes(LogicalType annotation) {
        if (annotation != null && annotation.isSetDECIMAL()) {
            return BYTES_DECIMAL;
        }
        boolean isBytewise = annotation == null
                || annotation.isSetSTRING()
                || annotation.isSetENUM()
                || annotation.isSetJSON()
                || annotation.isSetBSON();
        return isBytewise ? BYTES : NONE;
    }
}
