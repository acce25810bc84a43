package dev.daypack.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Directories of files. */
final class Trees {

    private static final int READ_BYTES = 1 << 20;

    private Trees() {}

    /** The Parquet files below a directory, by path; not those that are hidden, or below a hidden directory. */
    static List<Path> parquetFiles(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .filter(file -> !directory.relativize(file).toString().matches("(.*/)?\\..*"))
                    .filter(Files::isRegularFile)
                    .sorted(Comparator.comparing(Path::toString))
                    .toList();
        }
    }

    static long bytes(List<Path> files) throws IOException {
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file);
        }
        return bytes;
    }

    /** Reads all of the files, so that they are in the page cache. */
    static void warm(List<Path> files) throws IOException {
        byte[] buffer = new byte[READ_BYTES];
        for (Path file : files) {
            try (InputStream in = Files.newInputStream(file)) {
                while (in.read(buffer) >= 0) {
                    // The page cache is all that is wanted.
                }
            }
        }
    }

    /** Deletes a file or a directory with all below it, if it is there. */
    static void delete(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
