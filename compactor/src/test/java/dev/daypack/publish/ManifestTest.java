package dev.daypack.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.daypack.store.ObjectStat;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ManifestTest {

    @Test
    void theDigestIsThatOfTheDocumentedText() throws Exception {
        String text = "daypack-manifest-1\n" + "5:a.par\0" + "2:17\0" + "4:ab12\n" + "3:\u00e9a\0" + "1:0\0" + "0:\n";
        byte[] expected = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));

        Manifest manifest = Manifest.of(List.of(stat("a.par", 17, "ab12"), stat("\u00e9a", 0, "")));

        assertEquals(HexFormat.of().formatHex(expected), manifest.digest());
        assertEquals(17, manifest.totalBytes());
    }

    @Test
    void everyDifferenceChangesTheDigest() {
        Set<String> digests = new HashSet<>();
        List<Manifest> manifests = List.of(
                Manifest.of(List.of()),
                Manifest.of(List.of(stat("a", 1, "x"))),
                Manifest.of(List.of(stat("b", 1, "x"))),
                Manifest.of(List.of(stat("a", 2, "x"))),
                Manifest.of(List.of(stat("a", 1, "y"))),
                Manifest.of(List.of(stat("a", 1, "x"), stat("b", 1, "x"))),
                Manifest.of(List.of(stat("b", 1, "x"), stat("a", 1, "x"))),
                Manifest.of(List.of(stat("a\0001:1\0001:x\n1:b", 1, "x"))));
        manifests.forEach(manifest -> digests.add(manifest.digest()));

        assertEquals(manifests.size(), digests.size());
    }

    @Test
    void theTimeOfAnObjectDoesNotCount() {
        ObjectStat later = new ObjectStat("a", 1, "x", Instant.MAX);

        assertEquals(
                Manifest.of(List.of(stat("a", 1, "x"))).digest(),
                Manifest.of(List.of(later)).digest());
    }

    @Test
    void aListingOutOfBytewiseOrderIsRefused() {
        // U+FF61 comes after U+1F600 in UTF-16, and before it in UTF-8.
        ObjectStat low = stat("\uff61", 1, "x");
        ObjectStat high = stat("\ud83d\ude00", 1, "x");

        assertEquals(2, Manifest.ofListing(List.of(low, high)).inputs().size());
        assertThrows(IllegalArgumentException.class, () -> Manifest.ofListing(List.of(high, low)));
        assertThrows(IllegalArgumentException.class, () -> Manifest.ofListing(List.of(low, low)));
        assertNotEquals(Manifest.of(List.of(high, low)), Manifest.of(List.of(low, high)));
    }

    private static ObjectStat stat(String key, long sizeBytes, String etag) {
        return new ObjectStat(key, sizeBytes, etag, Instant.EPOCH);
    }
}
