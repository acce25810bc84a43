package dev.daypack.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Holds a lock file against the other threads of this process and against other processes.
 *
 * <p>The system's record locks belong to the process: a second channel on the same file does not wait but fails, and
 * closing <em>any</em> descriptor of the file drops the lock. So threads, also those of different stores on one root,
 * first take turns at a lock of this process; it is held from before the file is opened until after it is closed.
 * That is why these locks are static. And nothing else may be done with a lock file, not even setting its times, for
 * which the JDK opens and closes it.
 *
 * <p>Lock files stay empty and are never removed. Beside each stands a file whose time of last change is the latest
 * time that any generation under the lock was given.
 */
final class DirectoryLock implements AutoCloseable {

    /** Two lock files that share one of these wait for each other without need, which is rare and harmless. */
    private static final ReentrantLock[] TURNS =
            Stream.generate(ReentrantLock::new).limit(64).toArray(ReentrantLock[]::new);

    private final ReentrantLock turn;
    private final Path latest;
    private final FileChannel channel;
    private final FileLock lock;

    private DirectoryLock(ReentrantLock turn, Path latest, FileChannel channel, FileLock lock) {
        this.turn = turn;
        this.latest = latest;
        this.channel = channel;
        this.lock = lock;
    }

    /** Waits for the lock. The file must be named by its real path, so that all who mean it share one turn. */
    static DirectoryLock acquire(Path file) throws IOException {
        ReentrantLock turn = TURNS[Math.floorMod(file.hashCode(), TURNS.length)];
        turn.lock();
        boolean held = false;
        try {
            DirectoryLock lock = open(turn, file);
            held = true;
            return lock;
        } finally {
            if (!held) {
                turn.unlock();
            }
        }
    }

    private static DirectoryLock open(ReentrantLock turn, Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            return new DirectoryLock(turn, latestBeside(file), channel, channel.lock());
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static Path latestBeside(Path file) {
        return file.resolveSibling(file.getFileName() + ".latest");
    }

    /** The latest time that any generation under this lock was given; the epoch if there was none. */
    FileTime latest() throws IOException {
        try {
            return Files.getLastModifiedTime(latest);
        } catch (NoSuchFileException e) {
            return FileTime.fromMillis(0);
        }
    }

    /** Remembers the time of a new generation, past the object's deletion. */
    void remember(FileTime time) throws IOException {
        if (!Files.exists(latest)) {
            Files.createFile(latest);
        }
        Files.setLastModifiedTime(latest, time);
    }

    @Override
    public void close() throws IOException {
        try {
            lock.release();
            channel.close();
        } finally {
            turn.unlock();
        }
    }
}
