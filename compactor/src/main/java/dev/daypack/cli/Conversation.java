package dev.daypack.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.daypack.report.BarProgress;
import dev.daypack.report.BothProgress;
import dev.daypack.report.LineProgress;
import dev.daypack.report.Progress;
import dev.daypack.report.SilentProgress;
import java.util.List;
import java.util.function.Supplier;

/** Says things the way the user asked for: to people or to machines, with a bar or without. */
final class Conversation {

    private final Surroundings surroundings;
    private final TalkOptions talk;

    Conversation(Surroundings surroundings, TalkOptions talk) {
        this.surroundings = surroundings;
        this.talk = talk;
        LogSetup.level(talk);
    }

    /** A listener for one run; the caller closes it. */
    Progress progress() {
        if (talk.json || talk.quiet) {
            return new SilentProgress();
        }
        if (!surroundings.terminal().isErr()) {
            return LineProgress.forLogs(surroundings.nanoTime());
        }
        return new BothProgress(
                LineProgress.forPeople(surroundings.nanoTime()),
                new BarProgress(
                        surroundings.statusLine(),
                        Terminal::columns,
                        surroundings.terminal().unicode()));
    }

    /** On a terminal, sets the result apart from the lines of the progress. */
    void pause() {
        if (surroundings.terminal().isErr() && !talk.json && !talk.quiet) {
            surroundings.err().println();
        }
    }

    /** The result, in the form that was asked for. */
    void result(Supplier<List<String>> lines, Supplier<? extends JsonNode> json) {
        if (talk.json) {
            json(json.get());
        } else {
            lines.get().forEach(surroundings.out()::println);
        }
        surroundings.out().flush();
    }

    private void json(JsonNode node) {
        try {
            // Made when it is needed: it takes a tenth of a second.
            ObjectMapper mapper = JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                    .build();
            // It may go to a terminal, with keys in it. DEL is ASCII to the generator, and a control character there.
            surroundings.out().println(mapper.writeValueAsString(node).replace("\u007f", "\\u007F"));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree that is not JSON", impossible);
        }
    }
}
