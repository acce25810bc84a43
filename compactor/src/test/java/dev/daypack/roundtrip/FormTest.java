package dev.daypack.roundtrip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.daypack.testing.PageWalk;
import dev.daypack.testing.PageWalk.Page;
import dev.daypack.testing.ParquetJava;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageType;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The forms have what they are named after: else the round trips would go where nobody goes. */
class FormTest {

    private static final MessageType SCHEMA = new MessageType(
            "schema",
            LeafType.ALL.stream()
                    .filter(type -> !type.isAlwaysNull())
                    .map(type -> type.leaf(Repetition.OPTIONAL, type.label()))
                    .map(Type.class::cast)
                    .toList());

    @TempDir
    Path directory;

    @Test
    void theyHaveTheirEncodingsPagesAndCodecs() {
        Set<CompressionCodecName> met = new HashSet<>();
        for (int number = 0; number < Form.COMBINATIONS; number++) {
            Form form = Form.of(number, new SplittableRandom(number));
            Path part = write(form, number);
            Set<PageType> types = PageWalk.pages(part).stream().map(Page::type).collect(Collectors.toSet());
            assertEquals(form.isPageV2(), types.contains(PageType.DATA_PAGE_V2), form.toString());
            assertEquals(!form.isPageV2(), types.contains(PageType.DATA_PAGE), form.toString());
            Set<Encoding> encodings =
                    encodings(part).values().stream().flatMap(Set::stream).collect(Collectors.toSet());
            assertTrue(encodings.containsAll(wanted(form)), form + " has " + encodings);
            ParquetJava.chunks(part)
                    .forEach(chunk -> met.add(CompressionCodecName.fromParquet(
                            chunk.getMeta_data().getCodec())));
        }
        assertEquals(Set.copyOf(Form.CODECS), met);
    }

    @Test
    void dictionariesAreGivenUpMidway() {
        for (int number = 0; number < Form.COMBINATIONS; number++) {
            Form form = Form.of(number, new SplittableRandom(number));
            if (form.encoded() == Form.Encoded.FALLBACK && form.pageRows() < 10) {
                Map<String, Set<Encoding>> encodings = encodings(write(form, number));
                assertTrue(encodings.values().stream().anyMatch(both -> both.size() > 1), encodings.toString());
                return;
            }
        }
        fail("no such form");
    }

    private Path write(Form form, int seed) {
        RecordMaker maker = new RecordMaker(SCHEMA, seed, form.isExact(), (type, random) -> Occurrence.MOSTLY);
        return form.writer(SCHEMA).writeGroups(directory.resolve("part-" + seed + ".parquet"), maker.records(50));
    }

    /** Of the data pages of each column. */
    private static Map<String, Set<Encoding>> encodings(Path part) {
        return PageWalk.pages(part).stream()
                .filter(page -> page.type() != PageType.DICTIONARY_PAGE)
                .collect(Collectors.groupingBy(Page::column, Collectors.mapping(Page::encoding, Collectors.toSet())));
    }

    private static Set<Encoding> wanted(Form form) {
        return switch (form.encoded()) {
            case PLAIN -> EnumSet.of(Encoding.PLAIN);
            case DICTIONARY, FALLBACK -> EnumSet.of(Encoding.PLAIN_DICTIONARY, Encoding.PLAIN);
            case DELTA ->
                EnumSet.copyOf(Arrays.asList(
                        Encoding.DELTA_BINARY_PACKED, Encoding.DELTA_BYTE_ARRAY, Encoding.RLE, Encoding.PLAIN));
            case DELTA_LENGTH -> EnumSet.of(Encoding.DELTA_LENGTH_BYTE_ARRAY, Encoding.PLAIN);
            case FALLBACK_TO_DELTA -> EnumSet.of(Encoding.RLE_DICTIONARY, Encoding.DELTA_BYTE_ARRAY);
            case SPLIT -> EnumSet.of(Encoding.BYTE_STREAM_SPLIT, Encoding.PLAIN);
        };
    }
}
