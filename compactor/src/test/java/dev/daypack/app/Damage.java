package dev.daypack.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daypack.compact.LocalPacker;
import dev.daypack.store.Condition;
import dev.daypack.testing.ParquetJava;
import dev.daypack.testing.PartWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * One way to damage a published day.
 *
 * @param plant damages it
 * @param found kinds and objects of the deviations that have to be found, with a comma between them
 */
record Damage(String name, Consumer<IntegrityLake> plant, String found) {

    private static final LocalDate DAY = SmallLake.YESTERDAY;
    private static final String DATA = IntegrityLake.prefix(DAY) + "data.parquet";
    private static final String META = IntegrityLake.prefix(DAY) + "meta.json";
    private static final String QUALITY = IntegrityLake.prefix(DAY) + "quality_day.json";

    @Override
    public String toString() {
        return name;
    }

    /** All of them. */
    static Stream<Damage> all() {
        return Stream.of(files(), pages(), rows(), claims(), metas(), sidecars(), states())
                .flatMap(stream -> stream);
    }

    /** The object as a whole. */
    private static Stream<Damage> files() {
        return Stream.of(
                new Damage("data.parquet is gone", lake -> lake.compact.delete(DATA), "missing data.parquet"),
                new Damage(
                        "all of the day is gone",
                        lake -> List.of(DATA, META, QUALITY).forEach(lake.compact::delete),
                        "missing data.parquet"),
                new Damage(
                        "it is cut off, and nobody noticed",
                        unnoticed(bytes -> Arrays.copyOf(bytes, bytes.length - 20)),
                        "unreadable data.parquet"),
                new Damage(
                        "it is empty, and nobody noticed", unnoticed(bytes -> new byte[0]), "unreadable data.parquet"),
                new Damage(
                        "another file stands there",
                        lake -> lake.replace(DAY, repacked(lake, rows -> rows.subList(0, 60))),
                        "bounds data.parquet, bytes _state.json, bytes meta.json, digest data.parquet,"
                                + " etag _state.json, etag meta.json, rows _state.json, rows meta.json"),
                new Damage(
                        "a byte between the pages and the footer is another",
                        lake -> lake.replace(DAY, patched(lake.bytes(DATA), indexAt(lake), 1)),
                        "bytes meta.json, etag _state.json, etag meta.json"));
    }

    /** Bytes of pages. */
    private static Stream<Damage> pages() {
        return Stream.of(
                new Damage(
                        "a byte of a page is another, the checksum is not",
                        unnoticed((lake, bytes) -> patched(bytes, pageAt(lake, "price", 1), 1)),
                        "page data.parquet"),
                new Damage(
                        "a byte of a page of the sort column",
                        unnoticed((lake, bytes) -> patched(bytes, pageAt(lake, "ts_event", 1), 1)),
                        "page data.parquet"),
                new Damage(
                        "a byte of a page of seq",
                        unnoticed((lake, bytes) -> patched(bytes, pageAt(lake, "seq", 2), 1)),
                        "page data.parquet"));
    }

    /** Rows that are others, in files that are right by every checksum. */
    private static Stream<Damage> rows() {
        return Stream.of(
                new Damage(
                        "a value is another",
                        unnoticed((lake, bytes) -> repacked(lake, changing(7, 3, 123.0))),
                        "digest data.parquet"),
                new Damage(
                        "a value is null",
                        unnoticed((lake, bytes) -> repacked(lake, changing(9, 4, null))),
                        "digest data.parquet"),
                new Damage(
                        "a value of another row stands there",
                        unnoticed((lake, bytes) -> repacked(lake, rows -> {
                            Object moved = rows.get(20)[4];
                            rows.get(20)[4] = rows.get(40)[4];
                            rows.get(40)[4] = moved;
                            return rows;
                        })),
                        "digest data.parquet"),
                new Damage(
                        "two rows of an equal key changed places",
                        unnoticed((lake, bytes) -> repacked(lake, rows -> {
                            int at = firstTie(rows);
                            Collections.swap(rows, at, at + 1);
                            return rows;
                        })),
                        "digest data.parquet"),
                new Damage(
                        "a row is there twice, another not at all",
                        unnoticed((lake, bytes) -> repacked(lake, rows -> {
                            rows.set(30, rows.get(31).clone());
                            return rows;
                        })),
                        "digest data.parquet"),
                new Damage(
                        "the last row is missing",
                        unnoticed((lake, bytes) -> repacked(lake, rows -> rows.subList(0, rows.size() - 1))),
                        "bounds data.parquet, digest data.parquet, rows _state.json, rows meta.json"),
                new Damage(
                        "the rows stand in another order",
                        unnoticed((lake, bytes) -> repacked(lake, "none", "seq", rows -> {
                            Collections.swap(rows, 10, 50);
                            return rows;
                        })),
                        "order data.parquet"),
                new Damage(
                        "the numbers of the rows begin with 1",
                        unnoticed((lake, bytes) -> renumbered(lake)),
                        "digest data.parquet, sequence data.parquet"),
                new Damage(
                        "the last row group is dropped",
                        unnoticed((lake, bytes) -> refooted(lake, footer -> drop(footer, 2))),
                        "bounds data.parquet, digest data.parquet, rows _state.json, rows meta.json"),
                new Damage(
                        "a row group in the middle is dropped",
                        unnoticed((lake, bytes) -> refooted(lake, footer -> drop(footer, 1))),
                        "digest data.parquet, rows _state.json, rows meta.json, sequence data.parquet"));
    }

    /** What the footer says of the file. */
    private static Stream<Damage> claims() {
        return Stream.of(
                claim("min", "1", "bounds data.parquet, bounds meta.json"),
                claim("max", "9999999999999", "bounds data.parquet, bounds meta.json"),
                claim("column_digests", "{}", "digest data.parquet, digest meta.json"),
                claim("manifest_digest", "00", "manifest _state.json, manifest meta.json"),
                claim("source_files", "7", "manifest meta.json"),
                claim("source_files", "seven", "unreadable data.parquet"),
                claim("order_by", "price", "order data.parquet, sidecar meta.json"),
                claim("order_by", "nothing", "sidecar meta.json, unreadable data.parquet"),
                claim("attempt", "another", "sidecar meta.json, state _state.json"),
                claim("day_quality", "GOOD", "sidecar meta.json, sidecar quality_day.json, state _state.json"));
    }

    /** Fields of {@code meta.json}. */
    private static Stream<Damage> metas() {
        return Stream.of(
                meta("rows", node -> node.put("rows", 71), "rows meta.json"),
                meta("etag", node -> node.put("etag", "x"), "etag meta.json"),
                meta("bytes", node -> node.put("bytes", 1), "bytes meta.json"),
                meta("sha256", node -> node.put("sha256", "0".repeat(64)), "bytes meta.json"),
                meta("no sha256", node -> node.remove("sha256"), "bytes meta.json"),
                meta("manifest_digest", node -> node.put("manifest_digest", "0".repeat(64)), "manifest meta.json"),
                meta("an input", node -> input(node).put("etag", "x"), "manifest meta.json"),
                meta("the size of an input", node -> input(node).put("bytes", 1), "manifest meta.json"),
                meta(
                        "a digest",
                        node -> ((ObjectNode) node.get("column_digests")).put("price", "0".repeat(16)),
                        "digest meta.json"),
                meta("a bound", node -> node.put("ts_event_min", 1), "bounds meta.json"),
                meta("attempt", node -> node.put("attempt", "x"), "sidecar meta.json"),
                meta("schema_version", node -> node.put("schema_version", "x"), "sidecar meta.json"),
                meta("day_quality", node -> node.put("day_quality", "GOOD"), "sidecar meta.json"),
                meta("post_filter_version", node -> node.put("post_filter_version", "x"), "sidecar meta.json"),
                meta("daypack_version", node -> node.put("daypack_version", "x"), "sidecar meta.json"),
                meta("not ours", node -> node.remove("daypack_version"), "sidecar meta.json"),
                meta("delivery", node -> node.put("delivery", "20260126_000000"), "sidecar meta.json"),
                meta("inversions", node -> node.putObject("inversions").put("x", 3), "sidecar meta.json"));
    }

    /** Sidecars as a whole. */
    private static Stream<Damage> sidecars() {
        return Stream.of(
                new Damage("meta.json is gone", lake -> lake.compact.delete(META), "missing meta.json"),
                new Damage("meta.json is no JSON", garbage(META), "unreadable meta.json"),
                new Damage(
                        "quality_day.json is gone", lake -> lake.compact.delete(QUALITY), "missing quality_day.json"),
                new Damage("quality_day.json is no JSON", garbage(QUALITY), "unreadable quality_day.json"),
                new Damage(
                        "quality_day.json has another label",
                        lake -> lake.edit(QUALITY, node -> node.put("day_quality", "GOOD")),
                        "sidecar quality_day.json"),
                new Damage(
                        "quality_day.json is by other rules",
                        lake -> lake.edit(QUALITY, node -> node.put("version", "0.0.0")),
                        "sidecar quality_day.json"));
    }

    /** The entry in the state. */
    private static Stream<Damage> states() {
        return Stream.of(
                state("rows", node -> node.put("rows", 71), "rows _state.json"),
                state("total_size_bytes", node -> node.put("total_size_bytes", 1), "bytes _state.json"),
                state("etag", node -> node.put("etag", "x"), "etag _state.json"),
                state("manifest_digest", node -> node.put("manifest_digest", "x"), "manifest _state.json"),
                state("attempt", node -> node.put("attempt", "x"), "state _state.json"),
                state("day_quality_post", node -> node.put("day_quality_post", "GOOD"), "state _state.json"),
                new Damage(
                        "the state has no entry",
                        lake -> lake.edit(
                                IntegrityLake.STATE,
                                node -> ((ObjectNode) node.get("partitions")).remove(IntegrityLake.stateKey(DAY))),
                        "state _state.json"));
    }

    private static Damage claim(String name, String value, String found) {
        return new Damage(
                "the footer's " + name + " is " + value,
                unnoticed((lake, bytes) -> refooted(
                        lake,
                        footer -> footer.getKey_value_metadata().stream()
                                .filter(pair -> pair.getKey().equals("daypack." + name))
                                .forEach(pair -> pair.setValue(value)))),
                found);
    }

    private static Damage meta(String name, Consumer<ObjectNode> change, String found) {
        return new Damage("meta.json: " + name, lake -> lake.editMeta(DAY, change), found);
    }

    private static ObjectNode input(ObjectNode meta) {
        return (ObjectNode) meta.get("inputs").get(1);
    }

    private static Damage state(String name, Consumer<ObjectNode> change, String found) {
        return new Damage("the state: " + name, lake -> lake.editEntry(DAY, change), found);
    }

    private static Consumer<IntegrityLake> garbage(String key) {
        return lake -> lake.compact.put(key, "{]".getBytes(StandardCharsets.UTF_8), new Condition.Always());
    }

    private interface Rewrite {
        byte[] of(IntegrityLake lake, byte[] bytes);
    }

    private static Consumer<IntegrityLake> unnoticed(UnaryOperator<byte[]> change) {
        return unnoticed((lake, bytes) -> change.apply(bytes));
    }

    private static Consumer<IntegrityLake> unnoticed(Rewrite change) {
        return lake -> lake.replaceUnnoticed(DAY, change.of(lake, lake.bytes(DATA)));
    }

    private static byte[] patched(byte[] bytes, int at, int bits) {
        byte[] patched = bytes.clone();
        patched[at] ^= (byte) bits;
        return patched;
    }

    /** In the middle of the column's chunk in a row group. */
    private static int pageAt(IntegrityLake lake, String column, int rowGroup) {
        return ParquetJava.footer(lake.file(lake.bytes(DATA))).getRow_groups().get(rowGroup).getColumns().stream()
                .map(chunk -> chunk.getMeta_data())
                .filter(chunk -> chunk.getPath_in_schema().equals(List.of(column)))
                .mapToInt(chunk -> (int) (chunk.getData_page_offset() + chunk.getTotal_compressed_size() - 3))
                .findFirst()
                .orElseThrow();
    }

    /** In the page index. */
    private static int indexAt(IntegrityLake lake) {
        return (int) ParquetJava.footer(lake.file(lake.bytes(DATA)))
                        .getRow_groups()
                        .get(0)
                        .getColumns()
                        .get(0)
                        .getColumn_index_offset()
                + 4;
    }

    private static void drop(FileMetaData footer, int rowGroup) {
        long rows = footer.getRow_groups().remove(rowGroup).getNum_rows();
        footer.setNum_rows(footer.getNum_rows() - rows);
    }

    /** The published file under another footer. */
    static byte[] refooted(IntegrityLake lake, Consumer<FileMetaData> change) {
        byte[] bytes = lake.bytes(DATA);
        FileMetaData footer = ParquetJava.footer(lake.file(bytes));
        change.accept(footer);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        try {
            Util.writeFileMetaData(footer, written);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int data = bytes.length
                - 8
                - ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.length - 8);
        return ByteBuffer.allocate(data + written.size() + 8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(bytes, 0, data)
                .put(written.toByteArray())
                .putInt(written.size())
                .put("PAR1".getBytes(StandardCharsets.US_ASCII))
                .array();
    }

    private static UnaryOperator<List<Object[]>> changing(int row, int column, Object value) {
        return rows -> {
            rows.get(row)[column] = value;
            return rows;
        };
    }

    /** Changed rows under the footer's claims of the right ones. */
    private static byte[] repacked(IntegrityLake lake, UnaryOperator<List<Object[]>> change) {
        return repacked(lake, "ts_event", "seq", change);
    }

    private static byte[] repacked(
            IntegrityLake lake, String orderBy, String seqColumn, UnaryOperator<List<Object[]>> change) {
        Path part = lake.directory.resolve("changed.parquet");
        SmallLake.PARTS.write(part, change.apply(sortedRows(lake)));
        Map<String, String> claims = ParquetJava.keyValues(lake.file(lake.bytes(DATA)));
        Path packed = lake.directory.resolve("packed.parquet");
        LocalPacker.usual()
                .cut(32, 16)
                .orderBy(orderBy)
                .seqColumn(seqColumn)
                .keyValues(claims)
                .pack(List.of(part), packed);
        return SmallLake.bytes(packed);
    }

    /** With a column of numbers that begin with 1, in the place of ours. */
    private static byte[] renumbered(IntegrityLake lake) {
        Path part = lake.directory.resolve("numbered.parquet");
        List<Object[]> rows = new ArrayList<>();
        for (Object[] row : sortedRows(lake)) {
            Object[] numbered = Arrays.copyOf(row, row.length + 1);
            numbered[row.length] = rows.size() + 1L;
            rows.add(numbered);
        }
        PartWriter.of(Stream.concat(
                                SmallLake.PARTS.schema().getFields().stream().map(field -> field.asPrimitiveType()),
                                Stream.of(PartWriter.required(PrimitiveTypeName.INT64, "seq")))
                        .toArray(PrimitiveType[]::new))
                .write(part, rows);
        Path packed = lake.directory.resolve("packed.parquet");
        LocalPacker.usual()
                .seqColumn("number")
                .keyValues(ParquetJava.keyValues(lake.file(lake.bytes(DATA))))
                .pack(List.of(part), packed);
        return SmallLake.bytes(packed);
    }

    /** All rows of the day in the order of the output. */
    private static List<Object[]> sortedRows(IntegrityLake lake) {
        List<Object[]> rows = new ArrayList<>(SmallLake.rows("bbo/btcusdt", DAY, 0, 40));
        rows.addAll(IntegrityLake.ties(DAY, 30));
        rows.sort((one, other) -> Long.compare((Long) one[0], (Long) other[0]));
        return rows;
    }

    private static int firstTie(List<Object[]> rows) {
        for (int row = 1; row < rows.size(); row++) {
            if (rows.get(row)[0].equals(rows.get(row - 1)[0])) {
                return row - 1;
            }
        }
        throw new AssertionError("no two rows have one key");
    }
}
