package dev.daypack.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The watch hears what it is there to hear. */
class CanariesTest {

    private static List<String> secrets() {
        return Stream.concat(
                        Stream.of(Canaries.keyOf("raw"), Canaries.secretOf("raw")),
                        Canaries.environment().values().stream())
                .toList();
    }

    @Test
    void everySecretIsRecognisedPlainAndEncoded() {
        for (String secret : secrets()) {
            byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
            for (String form : List.of(
                    secret,
                    secret.toUpperCase(Locale.ROOT),
                    URLEncoder.encode(secret, StandardCharsets.UTF_8),
                    HexFormat.of().formatHex(bytes),
                    Base64.getEncoder().encodeToString(bytes),
                    Base64.getEncoder().encodeToString(("x:" + secret).getBytes(StandardCharsets.UTF_8)),
                    Base64.getEncoder().encodeToString(("x" + secret).getBytes(StandardCharsets.UTF_8)))) {
                assertTrue(Canaries.sings("before " + form + " after"), form.length() + " characters");
            }
        }
        assertFalse(Canaries.sings("canary, and the rest of a log line"));
    }

    @Test
    void aFailureDoesNotRepeatTheSecret() {
        AssertionError error = assertThrows(
                AssertionError.class, () -> Canaries.assertSilent("a test", "key=" + Canaries.awsSecret() + " end"));
        assertFalse(Canaries.sings(error.getMessage()), "the message has it");
        assertTrue(error.getMessage().endsWith("<the secret> end"), error.getMessage());
    }

    @Test
    void aSecretThatIsPrintedInPiecesIsHeard() throws IOException {
        for (int cut = 1; cut < Canaries.keyOf("raw").length(); cut++) {
            AtomicBoolean sang = new AtomicBoolean();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (CanaryWatch.Ear ear = new CanaryWatch.Ear(out, sang)) {
                byte[] key = Canaries.keyOf("raw").getBytes(StandardCharsets.US_ASCII);
                ear.write(key, 0, cut);
                ear.write(key, cut, key.length - cut);
            }
            assertTrue(sang.get(), "cut at " + cut);
            assertEquals(Canaries.keyOf("raw"), out.toString(StandardCharsets.US_ASCII));
        }
    }
}
