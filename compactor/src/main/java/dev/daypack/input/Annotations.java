package dev.daypack.input;

import org.apache.parquet.format.BsonType;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.DateType;
import org.apache.parquet.format.DecimalType;
import org.apache.parquet.format.EnumType;
import org.apache.parquet.format.IntType;
import org.apache.parquet.format.JsonType;
import org.apache.parquet.format.ListType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.MapType;
import org.apache.parquet.format.MicroSeconds;
import org.apache.parquet.format.MilliSeconds;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.StringType;
import org.apache.parquet.format.TimeType;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.TimestampType;

/** The two spellings of a column's annotation (ConvertedType of old writers, LogicalType since 2.4) as one. */
final class Annotations {

    private Annotations() {}

    /** The annotation in the new form, or null if there is none (or only INTERVAL, which has no new form). */
    static LogicalType of(SchemaElement element) {
        if (element.getConverted_type() == ConvertedType.INTERVAL) {
            // parquet-java gives NullType as the new form.
            return null;
        }
        if (element.isSetLogicalType()) {
            return element.getLogicalType();
        }
        if (!element.isSetConverted_type()) {
            return null;
        }
        return switch (element.getConverted_type()) {
            case UTF8 -> LogicalType.STRING(new StringType());
            case ENUM -> LogicalType.ENUM(new EnumType());
            case JSON -> LogicalType.JSON(new JsonType());
            case BSON -> LogicalType.BSON(new BsonType());
            case DATE -> LogicalType.DATE(new DateType());
            case DECIMAL -> LogicalType.DECIMAL(new DecimalType(element.getScale(), element.getPrecision()));
            case TIME_MILLIS -> LogicalType.TIME(new TimeType(true, millis()));
            case TIME_MICROS -> LogicalType.TIME(new TimeType(true, micros()));
            case TIMESTAMP_MILLIS -> LogicalType.TIMESTAMP(new TimestampType(true, millis()));
            case TIMESTAMP_MICROS -> LogicalType.TIMESTAMP(new TimestampType(true, micros()));
            case INT_8 -> integer(8, true);
            case INT_16 -> integer(16, true);
            case INT_32 -> integer(32, true);
            case INT_64 -> integer(64, true);
            case UINT_8 -> integer(8, false);
            case UINT_16 -> integer(16, false);
            case UINT_32 -> integer(32, false);
            case UINT_64 -> integer(64, false);
            case LIST -> LogicalType.LIST(new ListType());
            case MAP, MAP_KEY_VALUE -> LogicalType.MAP(new MapType());
            case INTERVAL -> null;
        };
    }

    /**
     * Whether the annotation in the new form, if there is one, is of a kind that the format had when this was written.
     */
    static boolean isKnown(SchemaElement element) {
        if (!element.isSetLogicalType()) {
            return true;
        }
        LogicalType annotation = element.getLogicalType();
        if (annotation.getSetField() == null) {
            return false;
        }
        return switch (annotation.getSetField()) {
            case TIME -> isKnown(annotation.getTIME().getUnit());
            case TIMESTAMP -> isKnown(annotation.getTIMESTAMP().getUnit());
            default -> true;
        };
    }

    private static boolean isKnown(TimeUnit unit) {
        return unit != null && unit.getSetField() != null;
    }

    private static LogicalType integer(int bits, boolean signed) {
        return LogicalType.INTEGER(new IntType((byte) bits, signed));
    }

    private static TimeUnit millis() {
        return TimeUnit.MILLIS(new MilliSeconds());
    }

    private static TimeUnit micros() {
        return TimeUnit.MICROS(new MicroSeconds());
    }

    /** The annotation in words; empty if there is none. */
    static String describe(SchemaElement element) {
        LogicalType logical = of(element);
        if (logical != null) {
            return describe(logical);
        }
        return element.isSetConverted_type() ? element.getConverted_type().toString() : "";
    }

    static String describe(LogicalType annotation) {
        if (annotation.isSetINTEGER()) {
            IntType integer = annotation.getINTEGER();
            return (integer.isIsSigned() ? "INT" : "UINT") + integer.getBitWidth();
        }
        if (annotation.isSetTIMESTAMP()) {
            TimestampType timestamp = annotation.getTIMESTAMP();
            return "TIMESTAMP " + timestamp.getUnit().getSetField()
                    + (timestamp.isIsAdjustedToUTC() ? " UTC" : " local");
        }
        if (annotation.isSetDECIMAL()) {
            DecimalType decimal = annotation.getDECIMAL();
            return "DECIMAL(" + decimal.getPrecision() + "," + decimal.getScale() + ")";
        }
        // A kind of annotation that is younger than we are has no name here.
        return annotation.isSet() ? annotation.getSetField().toString() : "unknown annotation";
    }
}
