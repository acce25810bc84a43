package dev.daypack.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.daypack.sweep.ForkedJvm.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForkedJvmTest {

    private static final Duration LONG = Duration.ofSeconds(300);
    private static final List<String> ODD = List.of("", "a\tb\nc", "100% +é\u0001");

    @Test
    void oneThatHangsOrDiesIsReplaced(@TempDir Path directory) {
        try (ForkedJvm jvm = new ForkedJvm(
                StubbornProcess.class,
                directory,
                directory.resolve("log"),
                List.of("-Xmx64m", "-XX:+UseSerialGC"),
                List.of("warm"))) {
            assertEquals(new Answer.Said(ODD), jvm.ask(ODD, LONG));
            Duration brief = Duration.ofMillis(50);
            assertEquals(new Answer.Hung(brief), jvm.ask(List.of(StubbornProcess.WAIT), brief));
            assertEquals(new Answer.Said(ODD), jvm.ask(ODD, LONG));
            Answer answer = jvm.ask(List.of(StubbornProcess.DIE), LONG);
            Answer.Died died = assertInstanceOf(Answer.Died.class, answer);
            assertEquals(StubbornProcess.EXIT_CODE, died.exitCode());
            assertTrue(died.lastWords().endsWith("these are my last words"), died::toString);
            assertEquals(new Answer.Said(ODD), jvm.ask(ODD, LONG));
        }
    }
}
