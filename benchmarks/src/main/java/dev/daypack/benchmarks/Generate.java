package dev.daypack.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes one data set: {@code Generate NAME DIRECTORY}. The directory appears whole or not at all. */
final class Generate {

    private Generate() {}

    public static void main(String[] arguments) throws IOException {
        DataSet set = DataSet.of(arguments[0]);
        Path directory = Path.of(arguments[1]);
        Path unfinished = directory.resolveSibling("." + directory.getFileName() + ".unfinished");
        Trees.delete(unfinished);
        Files.createDirectories(unfinished);
        long rows = set.recipe().write(unfinished);
        Files.move(unfinished, directory);
        System.out.printf("%s: %,d rows%n", set.name(), rows);
    }
}
