package dev.daypack.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellWordTest {

    @Test
    void plainWordsStayBare() {
        assertEquals("s3://ticks/a=b/part-1.parquet", ShellWord.of("s3://ticks/a=b/part-1.parquet"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a b",
                "it's",
                "$(reboot)",
                "`reboot`",
                "a;reboot",
                "~root",
                "*",
                "a\nb",
                "\u001b[31mred' $(x) \\",
                "\u202eevil1",
                "#c",
                "!!",
                "\u0431"
            })
    void theShellReadsBackWhatWasQuoted(String text) throws IOException, InterruptedException {
        String word = ShellWord.of(text);
        assertTrue(word.codePoints().allMatch(Printable::isPlain), word);
        Process shell = new ProcessBuilder("bash", "-c", "printf %s " + word).start();
        String read = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, shell.waitFor(), word);
        assertEquals(text, read, word);
    }
}
