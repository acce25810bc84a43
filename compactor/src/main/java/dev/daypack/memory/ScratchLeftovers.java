package dev.daypack.memory;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Files of ours that still have a name in the scratch directory of this machine. Spills and spools lose theirs as soon
 * as they are open, so these were left by a process that was killed just then, or by a system that knows no files
 * without a name.
 */
public final class ScratchLeftovers {

    private static final String OURS = "daypack-{spill,spool}-*";

    private final Path directory;
    private final Clock clock;

    public ScratchLeftovers(Path directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /** One file; its age by the clock of this machine, which also wrote it. */
    public record Leftover(Path file, long sizeBytes, Duration age) {}

    /** @throws ScratchException if the directory cannot be read */
    public List<Leftover> list() {
        List<Leftover> found = new ArrayList<>();
        Instant now = clock.instant();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, OURS)) {
            for (Path file : files) {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    Instant written = Files.getLastModifiedTime(file).toInstant();
                    found.add(new Leftover(file, Files.size(file), Duration.between(written, now)));
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new ScratchException(directory + ": error while listing it: " + e, e);
        }
        return found;
    }

    /** Removes one of them; no error if it is gone. */
    public void remove(Leftover leftover) {
        try {
            Files.deleteIfExists(leftover.file());
        } catch (IOException e) {
            throw new ScratchException(
                    directory + ": error while removing " + leftover.file().getFileName(), e);
        }
    }
}
