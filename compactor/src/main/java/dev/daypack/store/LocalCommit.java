package dev.daypack.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Makes finished temporary files visible under their keys, and removes objects.
 *
 * <p>The order, and why: the bytes are on the disk before the name is; the condition is checked and the name changed
 * under one lock; a new name is linked (which fails if somebody outside the lock was faster), an old one replaced by
 * rename; then the directory is forced to the disk. Every generation gets a time of last change later than any before
 * it under the same lock, whatever the clock says, and the time is part of its ETag: so no ETag ever comes back.
 * Thread-safe.
 */
final class LocalCommit {

    private static final int LOCKS = 16;
    private static final String TEMPORARY_SUFFIX = ".tmp";

    /** Steps to try past the latest time: file systems keep time in units from 1 ns to 2 s. */
    private static final List<Duration> STEPS =
            List.of(Duration.ofNanos(1), Duration.ofNanos(1_000), Duration.ofMillis(1), Duration.ofSeconds(2));

    private final LocalPaths paths;
    private final Clock clock;

    LocalCommit(LocalPaths paths, Clock clock) {
        this.paths = paths;
        this.clock = clock;
    }

    /** A name for a temporary file on the root's file system; creates root and hidden directory if need be. */
    Path newTemporary() throws IOException {
        return hidden().resolve(UUID.randomUUID() + TEMPORARY_SUFFIX);
    }

    /** Moves a closed temporary file, forced to the disk, to its key if the condition holds. */
    PutOutcome publish(Path temporary, String key, Condition condition) {
        Path target = paths.resolve(key);
        try {
            createParents(key, target);
            try (DirectoryLock lock = lock(target)) {
                return publish(temporary, key, target, condition, lock);
            }
        } catch (IOException e) {
            throw paths.failure(e, key, "writing");
        }
    }

    private PutOutcome publish(Path temporary, String key, Path target, Condition condition, DirectoryLock lock)
            throws IOException {
        if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            throw paths.failure(StoreException.Kind.FAILED, key, "a directory stands there; use another key");
        }
        Optional<BasicFileAttributes> present = paths.file(key, target);
        if (!holds(condition, present)) {
            return new PutOutcome.Conflict();
        }
        String etag = stamp(temporary, later(lock.latest(), present), lock);
        try {
            if (condition instanceof Condition.Absent) {
                link(temporary, target);
            } else {
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (FileAlreadyExistsException e) {
            return new PutOutcome.Conflict();
        }
        try {
            force(target.getParent());
        } catch (IOException e) {
            return new PutOutcome.Unknown("the directory could not be forced to the disk: "
                    + e.getClass().getName());
        }
        return new PutOutcome.Stored(etag);
    }

    /** Removes an object, if it is there. */
    void delete(String key) {
        Path target = paths.resolve(key);
        try {
            if (paths.file(key, target).isEmpty()) {
                return;
            }
            try (DirectoryLock lock = lock(target)) {
                Optional<BasicFileAttributes> present = paths.file(key, target);
                if (present.isPresent()) {
                    lock.remember(later(lock.latest(), present));
                    Files.deleteIfExists(target);
                    force(target.getParent());
                }
            }
        } catch (IOException e) {
            throw paths.failure(e, key, "removing");
        }
    }

    /** Removes temporary files that nobody wrote to for so long: their writers died. Returns how many. */
    int removeAbandoned(Duration olderThan) {
        Path hidden = paths.root().resolve(LocalPaths.HIDDEN);
        Instant limit = clock.instant().minus(olderThan);
        int removed = 0;
        try (Stream<Path> files = Files.list(hidden)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (isAbandoned(file, limit) && Files.deleteIfExists(file)) {
                    removed++;
                }
            }
        } catch (NoSuchFileException e) {
            return removed;
        } catch (IOException e) {
            throw paths.failure(e, LocalPaths.HIDDEN, "cleaning");
        }
        return removed;
    }

    private static boolean isAbandoned(Path file, Instant limit) throws IOException {
        if (!file.getFileName().toString().endsWith(TEMPORARY_SUFFIX)) {
            return false;
        }
        try {
            BasicFileAttributes attributes = LocalPaths.lstat(file);
            return attributes.isRegularFile()
                    && attributes.lastModifiedTime().toInstant().isBefore(limit);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static boolean holds(Condition condition, Optional<BasicFileAttributes> present) {
        if (condition instanceof Condition.Matches matches) {
            return present.isPresent() && LocalPaths.etag(present.get()).equals(matches.etag());
        }
        return condition instanceof Condition.Always || present.isEmpty();
    }

    private FileTime later(FileTime latest, Optional<BasicFileAttributes> present) {
        Instant floor = latest.toInstant();
        if (present.isPresent() && present.get().lastModifiedTime().toInstant().isAfter(floor)) {
            floor = present.get().lastModifiedTime().toInstant();
        }
        Instant now = clock.instant();
        return FileTime.from(now.isAfter(floor) ? now : floor);
    }

    /** Gives the file a time after {@code floor}, as exact as the file system keeps it; returns its ETag. */
    private static String stamp(Path file, FileTime floor, DirectoryLock lock) throws IOException {
        for (Duration step : STEPS) {
            Files.setLastModifiedTime(file, FileTime.from(floor.toInstant().plus(step)));
            BasicFileAttributes attributes = LocalPaths.lstat(file);
            if (attributes.lastModifiedTime().compareTo(floor) > 0) {
                force(file);
                lock.remember(attributes.lastModifiedTime());
                return LocalPaths.etag(attributes);
            }
        }
        throw new IOException("the file system keeps no usable times of change");
    }

    /**
     * The temporary name stays, for the upload's end to remove. Under the lock a rename does as well, where the file
     * system knows no hard links.
     */
    private static void link(Path temporary, Path target) throws IOException {
        try {
            Files.createLink(target, temporary);
        } catch (UnsupportedOperationException e) {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Chosen by the real path below the root, so that two keys that meet through a link share one lock. */
    private DirectoryLock lock(Path target) throws IOException {
        Path hidden = hidden();
        Path name =
                hidden.getParent().relativize(target.getParent().toRealPath()).resolve(target.getFileName());
        return DirectoryLock.acquire(
                hidden.resolve("lock-" + Math.floorMod(name.toString().hashCode(), LOCKS)));
    }

    private Path hidden() throws IOException {
        createDirectories(paths.root());
        Path hidden = paths.root().toRealPath().resolve(LocalPaths.HIDDEN);
        createDirectories(hidden);
        if (!Files.isDirectory(hidden, LinkOption.NOFOLLOW_LINKS)) {
            throw paths.failure(
                    StoreException.Kind.REFUSED,
                    LocalPaths.HIDDEN,
                    "it must be a plain directory; remove what is there");
        }
        return hidden;
    }

    private void createParents(String key, Path target) throws IOException {
        if (!paths.parentIsInside(key, target)) {
            createDirectories(target.getParent());
        }
    }

    /** Creates what is missing and forces every new name to the disk. */
    private static void createDirectories(Path directory) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        Path there = directory;
        while (there != null && !Files.exists(there)) {
            missing.push(there);
            there = there.getParent();
        }
        List<Path> changed = new ArrayList<>();
        for (Path next : missing) {
            try {
                Files.createDirectory(next);
            } catch (FileAlreadyExistsException e) {
                continue; // Another writer needs it too.
            }
            changed.add(next.getParent());
        }
        for (Path parent : changed) {
            force(parent);
        }
    }

    private static void force(Path fileOrDirectory) throws IOException {
        try (FileChannel channel = FileChannel.open(fileOrDirectory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
