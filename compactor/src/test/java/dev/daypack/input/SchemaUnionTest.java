package dev.daypack.input;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.IntType;
import org.apache.parquet.format.ListType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.MapType;
import org.apache.parquet.format.NullType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.junit.jupiter.api.Test;

/** The schemas of parts united, and the levels by which each part's columns are read into the union. */
class SchemaUnionTest {

    private static final FieldRepetitionType REQUIRED = FieldRepetitionType.REQUIRED;
    private static final FieldRepetitionType OPTIONAL = FieldRepetitionType.OPTIONAL;
    private static final FieldRepetitionType REPEATED = FieldRepetitionType.REPEATED;

    private static SchemaField leaf(FieldRepetitionType repetition, Type type, String name) {
        return new SchemaField(new SchemaElement(name).setType(type).setRepetition_type(repetition), List.of());
    }

    private static SchemaField integer(FieldRepetitionType repetition, int bits, boolean isSigned, String name) {
        SchemaField field = leaf(repetition, bits == 64 ? Type.INT64 : Type.INT32, name);
        field.element().setLogicalType(LogicalType.INTEGER(new IntType((byte) bits, isSigned)));
        return field;
    }

    private static SchemaField group(FieldRepetitionType repetition, String name, SchemaField... children) {
        SchemaElement element =
                new SchemaElement(name).setRepetition_type(repetition).setNum_children(children.length);
        return new SchemaField(element, List.of(children));
    }

    private static SchemaField list(String name, String middle, SchemaField... elements) {
        SchemaField list = group(OPTIONAL, name, group(REPEATED, middle, elements));
        list.element().setLogicalType(LogicalType.LIST(new ListType()));
        return list;
    }

    private static SchemaField map(String name, String middle, SchemaField key, SchemaField value) {
        SchemaField map = group(OPTIONAL, name, group(REPEATED, middle, key, value));
        map.element().setLogicalType(LogicalType.MAP(new MapType()));
        return map;
    }

    private static SchemaField nulls(String name) {
        SchemaField field = leaf(OPTIONAL, Type.INT32, name);
        field.element().setLogicalType(LogicalType.UNKNOWN(new NullType()));
        return field;
    }

    private static PartFooter part(String name, SchemaField... fields) {
        List<SchemaField> all = List.of(fields);
        Part part = new Part(name, 0, (offset, into, at, length) -> {});
        return new PartFooter(part, all, SchemaField.leaves(all), List.of(), 0, Map.of(), List.of());
    }

    private static List<SchemaField> united(SchemaMode mode, PartFooter... parts) {
        SchemaUnion union = new SchemaUnion(mode);
        Arrays.stream(parts).forEach(union::add);
        return union.fields();
    }

    private static List<SchemaField> united(PartFooter... parts) {
        return united(SchemaMode.UNION, parts);
    }

    private static List<String> describe(List<SchemaField> fields) {
        List<String> lines = new ArrayList<>();
        SchemaField.leaves(fields)
                .forEach(leaf -> lines.add(leaf.name() + ": " + leaf.describe() + " " + leaf.maxDefinition() + "/"
                        + leaf.maxRepetition()));
        return lines;
    }

    private static void refused(String column, String told, SchemaMode mode, PartFooter... parts) {
        PartRejectedException e = assertThrows(PartRejectedException.class, () -> united(mode, parts));
        assertEquals(PartRejectedException.Reason.SCHEMA_MISMATCH, e.reason());
        assertEquals(column, e.column(), e.getMessage());
        assertEquals(parts[parts.length - 1].part().name(), e.part());
        assertTrue(e.detail().contains(told), e.getMessage());
    }

    @Test
    void columnsComeInTheOrderOfTheFirstPartAndNewOnesAfterThem() {
        List<SchemaField> fields = united(
                part("a", leaf(REQUIRED, Type.INT64, "ts"), leaf(REQUIRED, Type.DOUBLE, "price")),
                part("b", leaf(REQUIRED, Type.INT32, "count"), leaf(REQUIRED, Type.INT64, "ts")));
        assertEquals(
                List.of("ts: required INT64 0/0", "price: optional DOUBLE 1/0", "count: optional INT32 1/0"),
                describe(fields));
    }

    @Test
    void narrowTypesGoIntoWideOnesInAnyOrderOfTheParts() {
        SchemaField[][] pairs = {
            {leaf(OPTIONAL, Type.INT32, "v"), leaf(OPTIONAL, Type.INT64, "v")},
            {leaf(OPTIONAL, Type.FLOAT, "v"), leaf(OPTIONAL, Type.DOUBLE, "v")},
            {integer(OPTIONAL, 8, true, "v"), integer(OPTIONAL, 16, true, "v")},
            {integer(OPTIONAL, 16, true, "v"), leaf(OPTIONAL, Type.INT32, "v")},
            {integer(OPTIONAL, 32, false, "v"), integer(OPTIONAL, 64, true, "v")},
            {integer(OPTIONAL, 8, false, "v"), integer(OPTIONAL, 32, false, "v")},
        };
        for (SchemaField[] pair : pairs) {
            String wide = pair[1].describe();
            assertEquals(
                    wide, united(part("a", pair[0]), part("b", pair[1])).get(0).describe());
            assertEquals(
                    wide, united(part("a", pair[1]), part("b", pair[0])).get(0).describe());
            refused("v", "no type holds", SchemaMode.STRICT, part("a", pair[0]), part("b", pair[1]));
            refused("v", "schema: union", SchemaMode.STRICT, part("a", pair[1]), part("b", pair[0]));
        }
    }

    @Test
    void annotatedAndBareIntegersOfOneMeaningAreOneType() {
        SchemaField bare = leaf(OPTIONAL, Type.INT64, "v");
        SchemaField annotated = integer(OPTIONAL, 64, true, "v");
        for (SchemaMode mode : SchemaMode.values()) {
            assertEquals(List.of(bare), united(mode, part("a", bare), part("b", annotated)));
            assertEquals(List.of(annotated), united(mode, part("a", annotated), part("b", bare)));
        }
        refused("v", "UINT64", SchemaMode.UNION, part("a", bare), part("b", integer(OPTIONAL, 64, false, "v")));
    }

    @Test
    void itDoesNotMatterInWhichOrderThePartsCome() {
        int[] widths = {8, 16, 32, 64};
        List<SchemaField> types = new ArrayList<>(List.of(leaf(OPTIONAL, Type.INT32, "v")));
        for (int bits : widths) {
            types.add(integer(OPTIONAL, bits, true, "v"));
            types.add(integer(OPTIONAL, bits, false, "v"));
        }
        for (SchemaField one : types) {
            for (SchemaField other : types) {
                for (SchemaField third : types) {
                    String told = one.describe() + ", " + other.describe() + ", " + third.describe();
                    assertEquals(typeOf(one, other, third), typeOf(third, other, one), told);
                    assertEquals(typeOf(one, other, third), typeOf(other, one, third), told);
                }
            }
        }
        assertEquals(
                "INT32 (INT32)",
                typeOf(integer(OPTIONAL, 8, true, "v"), integer(OPTIONAL, 16, false, "v"), types.get(1)));
        assertEquals("none", typeOf(integer(OPTIONAL, 64, false, "v"), types.get(1), types.get(1)));
    }

    /** A bare integer and its annotation are one type. */
    private static String typeOf(SchemaField... fields) {
        SchemaUnion union = new SchemaUnion(SchemaMode.UNION);
        try {
            for (SchemaField field : fields) {
                union.add(part("a", field));
            }
        } catch (PartRejectedException e) {
            return "none";
        }
        String type = SchemaField.leaves(union.fields()).get(0).typeInWords();
        return type.equals("INT32") ? "INT32 (INT32)" : type;
    }

    @Test
    void strictPartsMayDifferInTheOrderOfColumnsOnly() {
        PartFooter first = part("a", leaf(REQUIRED, Type.INT64, "ts"), leaf(OPTIONAL, Type.DOUBLE, "price"));
        assertEquals(
                first.fields(),
                united(
                        SchemaMode.STRICT,
                        first,
                        part("b", leaf(OPTIONAL, Type.DOUBLE, "price"), leaf(REQUIRED, Type.INT64, "ts"))));
        refused("price", "stands in a", SchemaMode.STRICT, first, part("b", leaf(REQUIRED, Type.INT64, "ts")));
        refused("ts", "optional INT64 here", SchemaMode.STRICT, first, part("b", leaf(OPTIONAL, Type.INT64, "ts")));
        PartFooter more = part(
                "b",
                leaf(REQUIRED, Type.INT64, "ts"),
                leaf(OPTIONAL, Type.DOUBLE, "price"),
                leaf(OPTIONAL, Type.INT32, "count"));
        refused("count", "missing in a", SchemaMode.STRICT, first, more);
    }

    @Test
    void aRefusalNamesThePartThatAFieldCameFrom() {
        PartFooter first = part("a", leaf(REQUIRED, Type.INT64, "ts"));
        PartFooter second = part("b", leaf(REQUIRED, Type.INT64, "ts"), leaf(OPTIONAL, Type.INT32, "v"));
        PartFooter third = part("c", leaf(REQUIRED, Type.INT64, "ts"), leaf(OPTIONAL, Type.DOUBLE, "v"));
        refused("v", "optional INT32 in b", SchemaMode.UNION, first, second, third);
    }

    @Test
    void membersOfStructsAreUnitedByName() {
        PartFooter first = part("a", group(OPTIONAL, "s", leaf(REQUIRED, Type.INT32, "x")));
        PartFooter second =
                part("b", group(REQUIRED, "s", leaf(REQUIRED, Type.INT64, "y"), leaf(REQUIRED, Type.INT64, "x")));
        List<SchemaField> fields = united(first, second);
        assertEquals(List.of("s.x: required INT64 1/0", "s.y: optional INT64 2/0"), describe(fields));

        // Part a lacks s.y: its neighbour s.x tells which structs are there.
        LeafSource lacking = LeafSources.of(fields, first.fields()).get(1);
        assertEquals(0, lacking.chunk());
        assertFalse(lacking.hasValues());
        assertArrayEquals(new int[] {0, 1}, lacking.definitions());

        // In part b every struct is there: its level 0 is our level 1, or 2 with the value.
        List<LeafSource> mine = LeafSources.of(fields, second.fields());
        assertEquals(1, mine.get(0).chunk());
        assertArrayEquals(new int[] {1}, mine.get(0).definitions());
        assertEquals(Widening.NONE, mine.get(0).widening());
        assertEquals(0, mine.get(1).chunk());
        assertArrayEquals(new int[] {2}, mine.get(1).definitions());
        assertEquals(
                Widening.SIGNED, LeafSources.of(fields, first.fields()).get(0).widening());
    }

    @Test
    void aMissingMemberOfAListHasTheLevelsOfADeeperNeighbour() {
        SchemaField deep = list("deep", "list", leaf(OPTIONAL, Type.INT32, "element"));
        PartFooter first = part("a", list("l", "list", group(OPTIONAL, "element", deep)));
        PartFooter second =
                part("b", list("l", "list", group(OPTIONAL, "element", deep, leaf(REQUIRED, Type.INT32, "z"))));
        List<SchemaField> fields = united(first, second);
        assertEquals(
                List.of("l.list.element.deep.list.element: optional INT32 6/2", "l.list.element.z: optional INT32 4/1"),
                describe(fields));
        LeafSource lacking = LeafSources.of(fields, first.fields()).get(1);
        assertEquals(1, lacking.maxRepetition());
        assertArrayEquals(new int[] {0, 1, 2, 3, 3, 3, 3}, lacking.definitions());
        LeafSource there = LeafSources.of(fields, second.fields()).get(1);
        assertArrayEquals(new int[] {0, 1, 2, 4}, there.definitions());
    }

    @Test
    void namesBelowListsAndMapsMayDiffer() {
        assertEquals(
                List.of("l.list.element: optional INT64 3/1"),
                describe(united(
                        part("a", list("l", "list", leaf(OPTIONAL, Type.INT32, "element"))),
                        part("b", list("l", "bag", leaf(REQUIRED, Type.INT64, "array_element"))))));
        assertEquals(
                List.of("m.key_value.key: required INT32 2/1", "m.key_value.value: optional INT32 3/1"),
                describe(united(
                        part(
                                "a",
                                map(
                                        "m",
                                        "key_value",
                                        leaf(REQUIRED, Type.INT32, "key"),
                                        leaf(OPTIONAL, Type.INT32, "value"))),
                        part("b", map("m", "map", leaf(REQUIRED, Type.INT32, "k"), leaf(REQUIRED, Type.INT32, "v"))))));
    }

    /** By place they would change places. */
    @Test
    void membersOfRepeatedGroupsAreMatchedByNameWhereverTheyStand() {
        PartFooter first =
                part("a", group(REPEATED, "r", leaf(REQUIRED, Type.INT32, "x"), leaf(REQUIRED, Type.INT32, "y")));
        PartFooter second =
                part("b", group(REPEATED, "r", leaf(REQUIRED, Type.INT32, "y"), leaf(REQUIRED, Type.INT32, "x")));
        List<SchemaField> fields = united(first, second);
        assertEquals(1, LeafSources.of(fields, second.fields()).get(0).chunk());
        assertEquals(0, LeafSources.of(fields, second.fields()).get(1).chunk());
        SchemaField one = map("m", "e", leaf(REQUIRED, Type.INT32, "key"), leaf(REQUIRED, Type.INT32, "value"));
        SchemaField other = map("m", "e", leaf(REQUIRED, Type.INT32, "value"), leaf(REQUIRED, Type.INT32, "key"));
        assertEquals(
                1,
                LeafSources.of(united(part("a", one), part("b", other)), List.of(other))
                        .get(0)
                        .chunk());
    }

    /** In old lists a group of this name, or one of several fields, is the element itself. */
    @Test
    void aListOfStructsIsNoListOfTheirMembers() {
        PartFooter first = part("a", list("l", "list", leaf(OPTIONAL, Type.INT32, "element")));
        PartFooter array = part("b", list("l", "array", leaf(OPTIONAL, Type.INT32, "element")));
        refused("l", "(LIST)", SchemaMode.UNION, first, array);
        PartFooter several = part(
                "b", list("l", "list", leaf(OPTIONAL, Type.INT32, "element"), leaf(OPTIONAL, Type.INT32, "other")));
        refused("l.list", "repeated group", SchemaMode.UNION, first, several);
        refused(
                "l.list",
                "repeated group",
                SchemaMode.UNION,
                several,
                part("b", first.fields().get(0)));
        PartFooter more = part(
                "c", list("l", "array", leaf(OPTIONAL, Type.INT32, "element"), leaf(OPTIONAL, Type.INT32, "other")));
        assertEquals(2, SchemaField.leaves(united(array, more)).size());
    }

    @Test
    void aColumnOfNothingTakesTheTypeOfTheOthersAndIsWatched() {
        PartFooter first = part("a", leaf(REQUIRED, Type.INT64, "ts"), nulls("v"));
        PartFooter second = part(
                "b",
                leaf(REQUIRED, Type.INT64, "ts"),
                group(REQUIRED, "v", leaf(REQUIRED, Type.BYTE_ARRAY, "x"), leaf(REQUIRED, Type.INT32, "y")));
        List<String> expected =
                List.of("ts: required INT64 0/0", "v.x: required BYTE_ARRAY 1/0", "v.y: required INT32 1/0");
        assertEquals(expected, describe(united(first, second)));
        assertEquals(expected, describe(united(second, first)));
        for (LeafSource leaf :
                LeafSources.of(united(first, second), first.fields()).subList(1, 3)) {
            assertEquals(1, leaf.chunk());
            assertTrue(leaf.forbidsValues());
            assertFalse(leaf.hasValues());
        }
        refused("v", "UNKNOWN", SchemaMode.STRICT, second, first);
    }

    @Test
    void groupsAndLeavesDoNotUnite() {
        refused(
                "v",
                "required group",
                SchemaMode.UNION,
                part("a", group(REQUIRED, "v", leaf(REQUIRED, Type.INT32, "x"))),
                part("b", leaf(OPTIONAL, Type.INT32, "v")));
        refused(
                "v",
                "(LIST)",
                SchemaMode.UNION,
                part("a", list("v", "list", leaf(REQUIRED, Type.INT32, "element"))),
                part("b", group(OPTIONAL, "v", group(REPEATED, "list", leaf(REQUIRED, Type.INT32, "element")))));
    }

    @Test
    void aMapIsNotGivenMoreThanItHad() {
        SchemaField value = leaf(OPTIONAL, Type.INT64, "value");
        SchemaField wide = map("m", "key_value", leaf(REQUIRED, Type.INT64, "key"), value);
        SchemaField wider = wide.withChildren(List.of(wide.children()
                .get(0)
                .withChildren(List.of(leaf(REQUIRED, Type.INT64, "key"), value, leaf(OPTIONAL, Type.INT64, "extra")))));
        // Were the third taken, the second would not be matched by place any more, and its values would be lost.
        refused(
                "m.key_value",
                "no type holds",
                SchemaMode.UNION,
                part("a", wide),
                part("b", map("m", "map", leaf(REQUIRED, Type.INT64, "k"), leaf(OPTIONAL, Type.INT64, "v"))),
                part("c", wider));
    }

    @Test
    void columnsOfTwoPartsThatReadAlikeAreRefused() {
        PartRejectedException e = assertThrows(
                PartRejectedException.class,
                () -> table(
                        part("a", group(REQUIRED, "a", leaf(REQUIRED, Type.INT64, "b"))),
                        part("b", leaf(REQUIRED, Type.INT64, "a.b"))));
        assertEquals("a.b", e.column());
        assertEquals("b", e.part());
    }

    @Test
    void moreColumnsInAllThanAPartMayHaveAreRefused() {
        List<PartFooter> parts = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            SchemaField[] fields = new SchemaField[1000];
            for (int j = 0; j < fields.length; j++) {
                fields[j] = leaf(OPTIONAL, Type.INT64, "c" + i + "_" + j);
            }
            parts.add(part("part" + i, fields));
        }
        PartRejectedException e =
                assertThrows(PartRejectedException.class, () -> table(parts.toArray(PartFooter[]::new)));
        assertEquals(PartRejectedException.Reason.OVER_LIMIT, e.reason());
        assertEquals("part4", e.part());
    }

    private static Table table(PartFooter... parts) {
        return Table.of(List.of(parts), SortOrder.of("none"), "seq", SchemaMode.UNION, InputLimits.DEFAULTS);
    }
}
