package dev.daypack.roundtrip;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/**
 * Makes the schema of a part narrower than the table's by chance: columns and members of structs are missing, types are
 * narrower or null, optional fields required, the order is another. What happens to a field follows from the seed and
 * its path alone.
 *
 * @param seed of this part
 */
record Narrowing(long seed) {

    MessageType of(MessageType schema) {
        return new MessageType(schema.getName(), fields(schema.getFields(), "", false));
    }

    /** @param isFixed whether all fields must stay, in their order, as below a LIST or MAP */
    private List<Type> fields(List<Type> fields, String path, boolean isFixed) {
        List<Type> narrowed = new ArrayList<>();
        for (Type field : fields) {
            String deeper = path + "." + field.getName();
            SplittableRandom random = new SplittableRandom(seed * 0x9E37_79B9L + deeper.hashCode());
            boolean mayGo =
                    !isFixed && field != fields.get(0) && !field.getName().equals(RecordMaker.KEY);
            if (mayGo && random.nextInt(5) == 0) {
                continue;
            }
            narrowed.add(field.getName().equals(RecordMaker.KEY) ? field : field(field, deeper, isFixed, random));
        }
        if (!isFixed && seed % 3 == 0) {
            Collections.shuffle(narrowed, new Random(seed));
        }
        return narrowed;
    }

    private Type field(Type field, String path, boolean isFixed, SplittableRandom random) {
        boolean isNarrower = field.isRepetition(Repetition.OPTIONAL) && !isNullType(field) && random.nextInt(5) == 0;
        Repetition repetition = isNarrower ? Repetition.REQUIRED : field.getRepetition();
        Type narrowed = field.isPrimitive()
                ? leaf(field.asPrimitiveType(), repetition, path, random)
                : group(field.asGroupType(), repetition, path, isFixed);
        return field.getId() == null ? narrowed : narrowed.withId(field.getId().intValue());
    }

    private static boolean isNullType(Type field) {
        return field.isPrimitive() && LeafType.of(field.asPrimitiveType()).isAlwaysNull();
    }

    private Type group(GroupType group, Repetition repetition, String path, boolean isFixed) {
        LogicalTypeAnnotation annotation = group.getLogicalTypeAnnotation();
        // Below a LIST or MAP and below the repeated group in it, but not below the element of that.
        boolean isAround = annotation != null && !group.isRepetition(Repetition.REPEATED);
        boolean isMiddle = isFixed && group.isRepetition(Repetition.REPEATED);
        List<Type> fields = fields(group.getFields(), path, isAround || isMiddle);
        return Types.buildGroup(repetition)
                .as(annotation)
                .addFields(fields.toArray(Type[]::new))
                .named(group.getName());
    }

    private static Type leaf(PrimitiveType leaf, Repetition repetition, String path, SplittableRandom random) {
        if (repetition == Repetition.OPTIONAL && random.nextInt(20) == 0) {
            return LeafType.labelled("unknown_INT32").leaf(repetition, leaf.getName());
        }
        List<String> chain = chain(leaf, path);
        if (chain.isEmpty() || random.nextBoolean()) {
            return leaf.getRepetition() == repetition ? leaf : retyped(leaf, repetition);
        }
        return LeafType.labelled(chain.get(random.nextInt(chain.size()))).leaf(repetition, leaf.getName());
    }

    private static Type retyped(PrimitiveType leaf, Repetition repetition) {
        return LeafType.of(leaf).leaf(repetition, leaf.getName());
    }

    /** Types whose values all fit, signed ones or unsigned ones by the path, so that parts fit each other too. */
    private static List<String> chain(PrimitiveType leaf, String path) {
        boolean isSigned = path.hashCode() % 2 == 0;
        return switch (LeafType.of(leaf).label()) {
            case "INT64", "int64" ->
                isSigned
                        ? List.of("int8", "int16", "int32", "INT32", "INT64", "int64")
                        : List.of("uint8", "uint16", "uint32");
            case "INT32", "int32" -> isSigned ? List.of("int8", "int16", "INT32", "int32") : List.of("uint8", "uint16");
            case "int16" -> List.of("int8");
            case "uint64" -> List.of("uint8", "uint16", "uint32");
            case "uint32" -> List.of("uint8", "uint16");
            case "uint16" -> List.of("uint8");
            case "DOUBLE" -> List.of("FLOAT");
            case "decimal18_int64" -> List.of("decimal9_int32_of6", "decimal12_int64");
            case "decimal38_fixed16" -> List.of("decimal20_fixed16");
            case "decimal30_binary" -> List.of("decimal12_binary");
            default -> List.of();
        };
    }
}
