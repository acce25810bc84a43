package dev.daypack.roundtrip;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/**
 * The union of schemas by name, written naively and for all parts at once, and the records of a part as the united
 * table has them. Only for schemas that go together.
 */
final class Union {

    private Union() {}

    /** @param parts in order of rank */
    static MessageType of(List<MessageType> parts) {
        return new MessageType("schema", fields(parts));
    }

    private static List<Type> fields(List<? extends GroupType> groups) {
        Map<String, List<Type>> byName = new LinkedHashMap<>();
        for (GroupType group : groups) {
            group.getFields()
                    .forEach(field -> byName.computeIfAbsent(field.getName(), name -> new ArrayList<>())
                            .add(field));
        }
        List<Type> fields = new ArrayList<>();
        byName.values().forEach(versions -> fields.add(field(versions, versions.size() < groups.size())));
        return fields;
    }

    private static Type field(List<Type> versions, boolean isMissing) {
        Type first = versions.get(0);
        Type united;
        if (first.isPrimitive()) {
            Type widest = first;
            for (Type version : versions) {
                widest = width(version) > width(widest) ? version : widest;
            }
            united = LeafType.of(widest.asPrimitiveType()).leaf(repetition(versions, isMissing), first.getName());
        } else {
            List<GroupType> groups = versions.stream().map(Type::asGroupType).toList();
            united = Types.buildGroup(repetition(versions, isMissing))
                    .as(first.getLogicalTypeAnnotation())
                    .addFields(fields(groups).toArray(Type[]::new))
                    .named(first.getName());
        }
        return first.getId() == null ? united : united.withId(first.getId().intValue());
    }

    private static Repetition repetition(List<Type> versions, boolean isMissing) {
        if (versions.get(0).isRepetition(Repetition.REPEATED)) {
            return Repetition.REPEATED;
        }
        boolean isOptional = versions.stream().anyMatch(version -> version.isRepetition(Repetition.OPTIONAL));
        return isMissing || isOptional ? Repetition.OPTIONAL : Repetition.REQUIRED;
    }

    /** Larger for a type that holds what the other one holds; alike for types of the same meaning. */
    private static int width(Type leaf) {
        LogicalTypeAnnotation annotation = leaf.getLogicalTypeAnnotation();
        if (Objects.equals(annotation, LogicalTypeAnnotation.unknownType())) {
            return -1;
        }
        if (annotation instanceof IntLogicalTypeAnnotation integer) {
            return integer.getBitWidth();
        }
        if (annotation instanceof DecimalLogicalTypeAnnotation decimal) {
            return decimal.getPrecision();
        }
        return switch (leaf.asPrimitiveType().getPrimitiveTypeName()) {
            case INT64, DOUBLE -> 64;
            default -> 32;
        };
    }

    /** A record of a part as a record of the table. */
    static Group converted(Group record, GroupType united) {
        Group converted = new SimpleGroup(united);
        for (Type field : record.getType().getFields()) {
            int from = record.getType().getFieldIndex(field.getName());
            int to = united.getFieldIndex(field.getName());
            for (int i = 0; i < record.getFieldRepetitionCount(from); i++) {
                if (field.isPrimitive()) {
                    PrimitiveType type = united.getType(to).asPrimitiveType();
                    Records.add(converted, to, widened(Records.value(record, from, i), field.asPrimitiveType(), type));
                } else {
                    converted.add(
                            to,
                            converted(
                                    record.getGroup(from, i), united.getType(to).asGroupType()));
                }
            }
        }
        return converted;
    }

    private static Object widened(Object value, PrimitiveType from, PrimitiveType to) {
        if (from.getPrimitiveTypeName() == to.getPrimitiveTypeName()) {
            return value;
        }
        if (to.getPrimitiveTypeName() == PrimitiveTypeName.DOUBLE) {
            return widened((float) value);
        }
        boolean isUnsigned =
                from.getLogicalTypeAnnotation() instanceof IntLogicalTypeAnnotation integer && !integer.isSigned();
        return isUnsigned ? Integer.toUnsignedLong((int) value) : (long) (int) value;
    }

    /** The payload of a NaN moves with the fraction, and what is signalling stays so; a cast would not do that. */
    private static double widened(float value) {
        if (!Float.isNaN(value)) {
            return value;
        }
        long bits = Float.floatToRawIntBits(value);
        return Double.longBitsToDouble(
                (bits & 0x8000_0000L) << 32 | 0x7ff0_0000_0000_0000L | (bits & 0x7f_ffffL) << 29);
    }
}
