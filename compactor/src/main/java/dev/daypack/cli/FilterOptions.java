package dev.daypack.cli;

import dev.daypack.discover.Partition;
import dev.daypack.text.Printable;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Option;

/** Which partitions a run is about. */
final class FilterOptions {

    private static final long MAX_FILE_BYTES = 16 << 20;

    @Option(names = "--exchanges", paramLabel = "NAME", split = ",", description = "Only these, separated by commas.")
    List<String> exchanges = List.of();

    @Option(names = "--streams", paramLabel = "NAME", split = ",", description = "Only these, such as bbo,trade.")
    List<String> streams = List.of();

    @Option(names = "--symbols", paramLabel = "NAME", split = ",", description = "Only these, such as btcusdt,ethusdt.")
    List<String> symbols = List.of();

    @Option(
            names = "--symbols-file",
            paramLabel = "FILE",
            description = "Only the symbols in this file: one on each line, # starts a comment.")
    Path symbolsFile;

    /** @throws UsageException if a value could not be that of a partition, or the file cannot be read */
    RunRequest.Filter filter() {
        Set<String> wanted = checked("--symbols", symbols);
        if (symbolsFile != null) {
            Set<String> listed = checked("--symbols-file " + Printable.of(symbolsFile.toString()), lines());
            if (listed.isEmpty()) {
                throw new UsageException("--symbols-file " + Printable.of(symbolsFile.toString()) + " names no symbol");
            }
            wanted.addAll(listed);
        }
        return new RunRequest.Filter(checked("--exchanges", exchanges), checked("--streams", streams), wanted);
    }

    private List<String> lines() {
        String shown = Printable.of(symbolsFile.toString());
        try {
            if (Files.size(symbolsFile) > MAX_FILE_BYTES) {
                throw new UsageException("--symbols-file " + shown + " is larger than 16 MiB");
            }
            return Files.readAllLines(symbolsFile).stream()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (MalformedInputException notText) {
            throw new UsageException("--symbols-file " + shown + " is not a UTF-8 text");
        } catch (IOException unreadable) {
            throw new UsageException("--symbols-file " + shown + " cannot be read; is the path right?");
        }
    }

    private static Set<String> checked(String flag, Collection<String> values) {
        Set<String> checked = new TreeSet<>();
        for (String value : values) {
            String name = value.strip();
            if (!Partition.isValidValue(name)) {
                throw new UsageException(flag + ": '" + Printable.of(name, 200)
                        + "' is no partition value; those are 1 to 128 of A-Z a-z 0-9 . _ -");
            }
            checked.add(name);
        }
        return checked;
    }
}
