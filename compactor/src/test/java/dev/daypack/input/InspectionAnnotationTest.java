package dev.daypack.input;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.EdgeInterpolationAlgorithm;
import org.apache.parquet.format.GeographyType;
import org.apache.parquet.format.GeometryType;
import org.apache.parquet.format.ListType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.MilliSeconds;
import org.apache.parquet.format.NullType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.TimeType;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.VariantType;
import org.junit.jupiter.api.Test;

final class InspectionAnnotationTest {

    private static String words(LogicalType annotation) {
        return InspectionAnnotation.of(new SchemaElement("a").setLogicalType(annotation));
    }

    private static String words(ConvertedType annotation) {
        return InspectionAnnotation.of(new SchemaElement("a")
                .setConverted_type(annotation)
                .setPrecision(9)
                .setScale(2));
    }

    @Test
    void annotationsAreShownWithAllThatTheySay() {
        assertEquals("", InspectionAnnotation.of(new SchemaElement("a")));
        assertEquals("LIST", words(LogicalType.LIST(new ListType())));
        assertEquals(
                "TIME MILLIS local", words(LogicalType.TIME(new TimeType(false, TimeUnit.MILLIS(new MilliSeconds())))));
        assertEquals("UNKNOWN (nulls only)", words(LogicalType.UNKNOWN(new NullType())));
        assertEquals("VARIANT(1)", words(LogicalType.VARIANT(new VariantType().setSpecification_version((byte) 1))));
    }

    @Test
    void geometriesAreShownWithTheirReferenceSystemBeItTheDefault() {
        assertEquals("GEOMETRY(OGC:CRS84)", words(LogicalType.GEOMETRY(new GeometryType())));
        assertEquals("GEOMETRY(srid:5070)", words(LogicalType.GEOMETRY(new GeometryType().setCrs("srid:5070"))));
        assertEquals("GEOGRAPHY(OGC:CRS84, SPHERICAL)", words(LogicalType.GEOGRAPHY(new GeographyType())));
        assertEquals(
                "GEOGRAPHY(srid:1, KARNEY)",
                words(LogicalType.GEOGRAPHY(
                        new GeographyType().setCrs("srid:1").setAlgorithm(EdgeInterpolationAlgorithm.KARNEY))));
    }

    @Test
    void annotationsOfOldWritersReadLikeTheNewOnes() {
        assertEquals("DECIMAL(9,2)", words(ConvertedType.DECIMAL));
        assertEquals("TIMESTAMP MICROS UTC", words(ConvertedType.TIMESTAMP_MICROS));
        assertEquals("MAP", words(ConvertedType.MAP));
        assertEquals("MAP_KEY_VALUE", words(ConvertedType.MAP_KEY_VALUE));
        assertEquals("INTERVAL", words(ConvertedType.INTERVAL));
    }
}
