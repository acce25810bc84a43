package dev.daypack.input;

import java.util.Optional;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.DecimalType;
import org.apache.parquet.format.IntType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;

/**
 * The type that holds the values of two leaves without loss, if there is one: the same type; integers of fewer bits go
 * into more, unsigned ones into signed ones of more bits; decimals of one scale into the larger precision; FLOAT into
 * DOUBLE. An integer without annotation is signed and as wide as its physical type. Of three types it does not matter
 * which two are united first.
 */
final class TypeUnion {

    private TypeUnion() {}

    /** The first element, with the type that both go into; empty if they do not go together. */
    static Optional<SchemaElement> of(SchemaElement first, SchemaElement second) {
        if (isSame(first, second)) {
            return Optional.of(first);
        }
        IntType one = integer(first);
        IntType other = integer(second);
        if (one != null && other != null) {
            return ofIntegers(first, one, second, other);
        }
        if (isWidening(second, first)) {
            return Optional.of(first);
        }
        return isWidening(first, second) ? Optional.of(retyped(first, second)) : Optional.empty();
    }

    /** A signed integer has to have a bit more than an unsigned one that it holds. */
    private static Optional<SchemaElement> ofIntegers(
            SchemaElement first, IntType one, SchemaElement second, IntType other) {
        boolean isSigned = one.isIsSigned() || other.isIsSigned();
        int bits = Math.max(bitsIn(one, isSigned), bitsIn(other, isSigned));
        if (bits > Long.SIZE) {
            return Optional.empty();
        }
        IntType united = new IntType((byte) bits, isSigned);
        if (united.equals(one)) {
            return Optional.of(first);
        }
        return Optional.of(retyped(first, united.equals(other) ? second : element(united)));
    }

    private static int bitsIn(IntType type, boolean isSigned) {
        return type.isIsSigned() == isSigned ? type.getBitWidth() : 2 * type.getBitWidth();
    }

    private static SchemaElement element(IntType type) {
        SchemaElement element = new SchemaElement();
        element.setType(type.getBitWidth() == Long.SIZE ? Type.INT64 : Type.INT32);
        element.setLogicalType(LogicalType.INTEGER(type));
        element.setConverted_type(ConvertedType.valueOf((type.isIsSigned() ? "INT_" : "UINT_") + type.getBitWidth()));
        return element;
    }

    /** How values get from a part's type into the table's, which came out of {@link #of}. */
    static Widening widening(SchemaElement from, SchemaElement to) {
        if (from.getType() == to.getType()) {
            return Widening.NONE;
        }
        if (from.getType() == Type.FLOAT) {
            return Widening.FLOAT;
        }
        IntType integer = integer(from);
        return integer != null && !integer.isIsSigned() ? Widening.UNSIGNED : Widening.SIGNED;
    }

    /** Whether both hold the same values, written the same way. */
    static boolean isSame(SchemaElement first, SchemaElement second) {
        if (first.getType() != second.getType()
                || !ColumnSchema.typeName(first).equals(ColumnSchema.typeName(second))) {
            return false;
        }
        IntType integer = integer(first);
        if (integer != null) {
            return integer.equals(integer(second));
        }
        LogicalType annotation = Annotations.of(first);
        return annotation == null
                ? Annotations.of(second) == null && first.getConverted_type() == second.getConverted_type()
                : annotation.equals(Annotations.of(second));
    }

    private static boolean isWidening(SchemaElement from, SchemaElement to) {
        if (from.getType() == Type.FLOAT && to.getType() == Type.DOUBLE) {
            return Annotations.of(from) == null && Annotations.of(to) == null;
        }
        boolean isPhysical = from.getType() == to.getType()
                ? ColumnSchema.typeName(from).equals(ColumnSchema.typeName(to))
                : from.getType() == Type.INT32 && to.getType() == Type.INT64;
        return isPhysical && isWiderDecimal(from, to);
    }

    private static boolean isWiderDecimal(SchemaElement from, SchemaElement to) {
        LogicalType narrow = Annotations.of(from);
        LogicalType wide = Annotations.of(to);
        if (narrow == null || wide == null || !narrow.isSetDECIMAL() || !wide.isSetDECIMAL()) {
            return false;
        }
        DecimalType one = narrow.getDECIMAL();
        DecimalType other = wide.getDECIMAL();
        return one.getScale() == other.getScale() && one.getPrecision() <= other.getPrecision();
    }

    /** Bits and sign of an integer column, annotated or not; null if it is something else. */
    private static IntType integer(SchemaElement element) {
        LogicalType annotation = Annotations.of(element);
        if (annotation != null) {
            return annotation.isSetINTEGER() ? annotation.getINTEGER() : null;
        }
        return switch (element.getType()) {
            case INT32 -> new IntType((byte) 32, true);
            case INT64 -> new IntType((byte) 64, true);
            default -> null;
        };
    }

    /** Name, repetition and field id of one, type and annotation of the other. */
    private static SchemaElement retyped(SchemaElement element, SchemaElement type) {
        SchemaElement united = type.deepCopy();
        united.setName(element.getName());
        united.setRepetition_type(element.getRepetition_type());
        united.unsetField_id();
        if (element.isSetField_id()) {
            united.setField_id(element.getField_id());
        }
        return united;
    }
}
