package dev.daypack.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class StoreUrlTest {

    @Test
    void bucketsAreReadWithAndWithoutAPrefix() {
        assertEquals(new StoreUrl.Bucket("lake", ""), StoreUrl.parse("s3://lake"));
        assertEquals(new StoreUrl.Bucket("lake", ""), StoreUrl.parse("s3://lake/"));
        assertEquals(new StoreUrl.Bucket("lake", "a/b/"), StoreUrl.parse("s3://lake/a/b"));
        assertEquals(new StoreUrl.Bucket("lake", "a/b/"), StoreUrl.parse("s3://lake/a/b//"));
        assertEquals("s3://lake/a/b", StoreUrl.parse("s3://lake/a/b/").toString());
        assertEquals("s3://lake", StoreUrl.parse("s3://lake/").toString());
    }

    @Test
    void directoriesAreReadAsUrlsAndAsPaths() {
        StoreUrl data = new StoreUrl.Directory(Path.of("/data/lake"));
        for (String text : List.of(
                "file:///data/lake", "file:///data/lake/", "/data/lake", "/data/./x/../lake", "file:/data/lake")) {
            assertEquals(data, StoreUrl.parse(text), text);
        }
        assertEquals("file:///data/lake", data.toString());
        assertEquals(new StoreUrl.Directory(Path.of("demo").toAbsolutePath()), StoreUrl.parse("./demo"));
        StoreUrl spaced = StoreUrl.parse("file:///a%20b/c d");
        assertEquals(new StoreUrl.Directory(Path.of("/a b/c d")), spaced);
        assertEquals(spaced, StoreUrl.parse(spaced.toString()));
    }

    @Test
    void whatIsNoStoreIsRefusedWithWhatToWrite() {
        for (String text : List.of(
                "",
                " ",
                "s3://",
                "s3://B?d/x",
                "s3:///x",
                "s3://lake/a/../b",
                "s3://lake//a",
                "http://host/x",
                "file://host/x",
                "file:relative",
                "nul\u0000")) {
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> StoreUrl.parse(text), text);
            assertTrue(e.getMessage().chars().noneMatch(Character::isISOControl), e.getMessage());
        }
    }

    @Test
    void oneObjectIsLocatedInItsBucketOrDirectory() {
        assertEquals(
                new StoreUrl.Located(new StoreUrl.Bucket("lake", ""), "a/b.parquet"),
                StoreUrl.parseObject("s3://lake/a/b.parquet"));
        assertEquals(
                new StoreUrl.Located(new StoreUrl.Directory(Path.of("").toAbsolutePath()), "b.parquet"),
                StoreUrl.parseObject("b.parquet"));
        for (String text : List.of("s3://lake", "s3://lake/", "s3://lake/a/", "/", "dir/")) {
            assertThrows(IllegalArgumentException.class, () -> StoreUrl.parseObject(text), text);
        }
    }

    @Test
    void keysAreOrderedByTheirBytes() {
        List<String> ordered = List.of("", "A", "a", "a/", "a0", "b", "\u00e9", "\u4e2d", "\uFF5E", "\uD83D\uDE00");
        List<String> shuffled = new ArrayList<>(ordered);
        Collections.shuffle(shuffled, new Random(3));
        shuffled.sort(ObjectKey.ORDER);
        assertEquals(ordered, shuffled);
    }

    @Test
    void textFromOutsideCannotMoveTheCursor() {
        assertEquals("a\\u001B[2Jb\\u000Ac\\u202Ed", SafeText.of("a\u001B[2Jb\nc\u202Ed"));
        assertEquals("\u00fcn\u00efc\u00f6de \uD83D\uDE00", SafeText.of("\u00fcn\u00efc\u00f6de \uD83D\uDE00"));
        assertTrue(SafeText.of("x".repeat(5_000)).length() < 1_300);
    }

    @Test
    void secretsAreNeverShown() {
        S3Options options = S3Options.defaults(Path.of("/tmp"))
                .withEndpoint(URI.create("http://127.0.0.1:1"), new S3Keys("topkey", "topsecret"));
        assertFalse(options.toString().contains("topsecret"), options.toString());
        assertFalse(options.toString().contains("topkey"), options.toString());
        assertThrows(IllegalArgumentException.class, () -> new S3Keys("key", " "));
    }

    @Test
    void endpointsAreWebAddressesWithoutSecrets() {
        S3Options defaults = S3Options.defaults(Path.of("/tmp"));
        S3Keys keys = new S3Keys("k", "s");
        for (String text : List.of("localhost:9000", "ftp://host", "http://user:topsecret@host", "/path")) {
            IllegalArgumentException e = assertThrows(
                    IllegalArgumentException.class, () -> defaults.withEndpoint(URI.create(text), keys), text);
            assertFalse(e.getMessage().contains("topsecret"));
        }
    }
}
