package dev.daypack.input;

import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.GeographyType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.TimeType;
import org.apache.parquet.format.VariantType;

/** The annotation of a field with all that it says, in a few words. What comes out may hold text of the file. */
final class InspectionAnnotation {

    /** What the format takes for a coordinate reference system that is not given. */
    private static final String DEFAULT_CRS = "OGC:CRS84";

    private InspectionAnnotation() {}

    /** Empty if there is none. */
    static String of(SchemaElement element) {
        if (!element.isSetLogicalType() && element.getConverted_type() == ConvertedType.MAP_KEY_VALUE) {
            return "MAP_KEY_VALUE";
        }
        LogicalType annotation = Annotations.of(element);
        if (annotation == null || !annotation.isSet()) {
            return Annotations.describe(element);
        }
        return switch (annotation.getSetField()) {
            case TIME -> time(annotation.getTIME());
            case GEOMETRY ->
                "GEOMETRY("
                        + (annotation.getGEOMETRY().isSetCrs()
                                ? annotation.getGEOMETRY().getCrs()
                                : DEFAULT_CRS) + ")";
            case GEOGRAPHY -> geography(annotation.getGEOGRAPHY());
            case VARIANT -> variant(annotation.getVARIANT());
            case UNKNOWN -> "UNKNOWN (nulls only)";
            default -> Annotations.describe(element);
        };
    }

    static boolean isNullType(ColumnSchema column) {
        return column.annotation() != null && column.annotation().isSetUNKNOWN();
    }

    private static String time(TimeType time) {
        return "TIME " + time.getUnit().getSetField() + (time.isIsAdjustedToUTC() ? " UTC" : " local");
    }

    private static String geography(GeographyType geography) {
        return "GEOGRAPHY(" + (geography.isSetCrs() ? geography.getCrs() : DEFAULT_CRS) + ", "
                + (geography.isSetAlgorithm() ? geography.getAlgorithm() : "SPHERICAL") + ")";
    }

    private static String variant(VariantType variant) {
        return variant.isSetSpecification_version() ? "VARIANT(" + variant.getSpecification_version() + ")" : "VARIANT";
    }
}
