package dev.daypack.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the programs are.
 *
 * @param launcher of Daypack in this tree
 * @param polarsScript with its modules beside it
 * @param daypackFlags more flags for every run of Daypack
 */
record Tools(Path launcher, Path polarsScript, List<String> daypackFlags) {

    Tools {
        daypackFlags = List.copyOf(daypackFlags);
    }

    /** A command that runs a class of this module on this Java. */
    List<String> java(String heap, Class<?> main, String... arguments) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of("-Xmx" + heap, "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path")));
        words.add(main.getName());
        for (String argument : arguments) {
            if (!argument.isEmpty()) {
                words.add(argument);
            }
        }
        return words;
    }
}
