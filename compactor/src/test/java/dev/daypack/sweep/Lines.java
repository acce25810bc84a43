package dev.daypack.sweep;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Requests and answers between two JVMs: a line each, of fields of any text. */
public final class Lines {

    /** What a process says once it listens. */
    static final String READY = "ready";

    private Lines() {}

    /** Fields as one line. */
    public static String line(List<String> fields) {
        return fields.stream()
                .map(field -> URLEncoder.encode(field, StandardCharsets.UTF_8))
                .collect(Collectors.joining("\t"));
    }

    /** The fields of a line. */
    public static List<String> fields(String line) {
        return Stream.of(line.split("\t", -1))
                .map(field -> URLDecoder.decode(field, StandardCharsets.UTF_8))
                .toList();
    }

    /** Answers each line of the standard input with one on the standard output, until there are no more. */
    public static void serve(UnaryOperator<List<String>> service) throws IOException {
        PrintStream answers = System.out;
        // Whatever else wants to be printed must not stand between the answers.
        System.setOut(System.err);
        answers.println(READY);
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            answers.println(line(service.apply(fields(line))));
        }
    }
}
