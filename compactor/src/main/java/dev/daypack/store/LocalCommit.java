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
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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

    /** Between this machine and the directory; more is a clock that is wrong. */
    private static final Duration CLOCKS_MAY_DIFFER = Duration.ofMinutes(1);

    /** Steps to try past the latest time: file systems keep time in units from 1 ns to 2 s. */
    private static final List<Duration> STEPS =
            List.of(Duration.ofNanos(1), Duration.ofNanos(1_000), Duration.ofMillis(1), Duration.ofSeconds(2));

    private final LocalPaths paths;
    private final Clock clock;

    /** The hidden directory's real path, once it was there. */
    private volatile Path knownHidden;

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

    /** Removes the generation of an object that an ETag names, and no other. */
    DeleteOutcome delete(String key, String etag) {
        Path target = paths.resolve(key);
        try {
            if (paths.file(key, target).isEmpty()) {
                return DeleteOutcome.MISSING;
            }
            try (DirectoryLock lock = lock(target)) {
                Optional<BasicFileAttributes> present = paths.file(key, target);
                if (present.isEmpty()) {
                    return DeleteOutcome.MISSING;
                }
                if (!LocalPaths.etag(present.get()).equals(etag)) {
                    return DeleteOutcome.CHANGED;
                }
                lock.remember(later(lock.latest(), present));
                Files.deleteIfExists(target);
                force(target.getParent());
                return DeleteOutcome.DELETED;
            }
        } catch (IOException e) {
            throw paths.failure(e, key, "removing");
        }
    }

    /** Removes temporary files that nobody wrote to for so long: their writers died. Returns how many. */
    int removeAbandoned(Duration olderThan) {
        Path hidden = paths.root().resolve(LocalPaths.HIDDEN);
        if (!Files.isDirectory(hidden, LinkOption.NOFOLLOW_LINKS)) {
            return 0;
        }
        try {
            Instant limit = fileSystemTime(hidden).minus(olderThan);
            Map<Path, FileTime> old = temporaries(hidden);
            old.values().removeIf(written -> !written.toInstant().isBefore(limit));
            return remove(hidden, old);
        } catch (IOException e) {
            throw paths.failure(e, LocalPaths.HIDDEN, "cleaning");
        }
    }

    /** Temporary files, whoever writes to them; their age is by the clock of this machine. */
    List<UnfinishedWrite> unfinished() {
        Path hidden = paths.root().resolve(LocalPaths.HIDDEN);
        List<UnfinishedWrite> found = new ArrayList<>();
        try {
            Instant now = clock.instant();
            temporaries(hidden).forEach((file, written) -> {
                String name = file.getFileName().toString();
                Optional<Duration> age = Optional.of(Duration.between(written.toInstant(), now));
                found.add(new UnfinishedWrite(LocalPaths.HIDDEN + "/" + name, name, age));
            });
            return found;
        } catch (IOException e) {
            throw paths.failure(e, LocalPaths.HIDDEN, "listing");
        }
    }

    /**
     * Removes a temporary file, if it is as old by the files' own clock as it was said to be.
     *
     * @throws StoreException if it is not: somebody writes to it, or the two clocks differ
     */
    void removeUnfinished(UnfinishedWrite write) {
        Path hidden = paths.root().resolve(LocalPaths.HIDDEN);
        try {
            Map<Path, FileTime> one = temporaries(hidden);
            one.keySet().removeIf(file -> !file.getFileName().toString().equals(write.id()));
            if (one.isEmpty()) {
                return;
            }
            Instant written = one.values().iterator().next().toInstant();
            Duration age = Duration.between(written, fileSystemTime(hidden));
            if (write.age()
                    .filter(said -> age.plus(CLOCKS_MAY_DIFFER).compareTo(said) < 0)
                    .isPresent()) {
                throw paths.failure(
                        StoreException.Kind.FAILED,
                        write.key(),
                        "younger than it looked: somebody writes to it, or this machine's clock is not the directory's;"
                                + " left alone");
            }
            remove(hidden, one);
        } catch (IOException e) {
            throw paths.failure(e, LocalPaths.HIDDEN, "removing");
        }
    }

    /** The files that are temporary, by path, each with the time at which it was last written to. */
    private static Map<Path, FileTime> temporaries(Path hidden) throws IOException {
        Map<Path, FileTime> found = new TreeMap<>();
        try (Stream<Path> files = Files.list(hidden)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (file.getFileName().toString().endsWith(TEMPORARY_SUFFIX)) {
                    written(file).ifPresent(time -> found.put(file, time));
                }
            }
        } catch (NoSuchFileException e) {
            return found;
        }
        return found;
    }

    private static Optional<FileTime> written(Path file) throws IOException {
        try {
            BasicFileAttributes attributes = LocalPaths.lstat(file);
            return attributes.isRegularFile() ? Optional.of(attributes.lastModifiedTime()) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /**
     * Removes files that are as old as they were. A commit gives its file a time by its host's clock, which may be a
     * day behind, right before the file gets its name; so all commits that are under way come to their end first. One
     * lock is taken at a time, and a lock file that is not there yet holds nobody.
     */
    private static int remove(Path hidden, Map<Path, FileTime> old) throws IOException {
        for (int lock = 0; lock < LOCKS && !old.isEmpty(); lock++) {
            Path file = hidden.toRealPath().resolve("lock-" + lock);
            if (Files.exists(file)) {
                DirectoryLock.acquire(file).close();
            }
        }
        int removed = 0;
        for (Map.Entry<Path, FileTime> one : old.entrySet()) {
            boolean isAsItWas = written(one.getKey()).equals(Optional.of(one.getValue()));
            removed += isAsItWas && Files.deleteIfExists(one.getKey()) ? 1 : 0;
        }
        return removed;
    }

    /** The time of a file made now: the files' own clock, which on a network drive is not ours. */
    private Instant fileSystemTime(Path hidden) {
        try {
            Path probe = Files.createFile(hidden.resolve(UUID.randomUUID() + TEMPORARY_SUFFIX));
            try {
                return LocalPaths.lstat(probe).lastModifiedTime().toInstant();
            } finally {
                Files.deleteIfExists(probe);
            }
        } catch (IOException e) {
            throw paths.failure(e, LocalPaths.HIDDEN, "asking the time");
        }
    }

    /** What time it is by the clock of the file system; empty if nothing was ever written here. */
    Optional<Instant> time() {
        Path hidden = paths.root().resolve(LocalPaths.HIDDEN);
        return Files.isDirectory(hidden, LinkOption.NOFOLLOW_LINKS)
                ? Optional.of(fileSystemTime(hidden))
                : Optional.empty();
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
        Path known = knownHidden;
        if (known != null && Files.isDirectory(known, LinkOption.NOFOLLOW_LINKS)) {
            return known;
        }
        createDirectories(paths.root());
        Path hidden = paths.root().toRealPath().resolve(LocalPaths.HIDDEN);
        createDirectories(hidden);
        if (!Files.isDirectory(hidden, LinkOption.NOFOLLOW_LINKS)) {
            throw paths.failure(
                    StoreException.Kind.REFUSED,
                    LocalPaths.HIDDEN,
                    "it must be a plain directory; remove what is there");
        }
        knownHidden = hidden;
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
