package dev.daypack.sweep;

import dev.daypack.testing.ParquetJava;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.SchemaElement;

/**
 * One file of the corpus.
 *
 * @param name below the corpus, with slashes
 * @param footer empty if nobody can read it
 */
record CorpusFile(Path path, String name, Optional<FileMetaData> footer) {

    /** All Parquet files below a directory, by name; encrypted ones too. */
    static List<CorpusFile> below(Path corpus) {
        try (Stream<Path> files = Files.walk(corpus)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(".parquet")
                            || file.toString().endsWith(".encrypted"))
                    .map(file -> of(corpus, file))
                    .sorted(Comparator.comparing(CorpusFile::name))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CorpusFile of(Path corpus, Path file) {
        return new CorpusFile(file, corpus.relativize(file).toString().replace('\\', '/'), footer(file));
    }

    private static Optional<FileMetaData> footer(Path file) {
        try {
            return Optional.of(ParquetJava.footer(file));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    /** Leaves of the schema. */
    Optional<Long> columns() {
        return footer.map(meta ->
                meta.getSchema().stream().filter(SchemaElement::isSetType).count());
    }

    /** What the footer claims. */
    Optional<Long> claimedRows() {
        return footer.map(FileMetaData::getNum_rows);
    }
}
