package dev.daypack.memory;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.UUID;

/**
 * A local directory, made if it is not there. A file loses its name as soon as it is open (on systems that have no
 * files without a name: when it is closed), so that its space comes back however the process ends. A process that is
 * killed in between leaves an empty file with a name; {@link #create} removes such files first, once. To remove one
 * that a living process has just made does it no harm: it was about to do the same, and works with the open file.
 * Thread-safe.
 */
public final class LocalScratchDisk implements ScratchDisk {

    private static final String PREFIX = "daypack-spill-";

    /**
     * Heap arrays go through a direct buffer that the JDK keeps for each thread, as large as the largest request was,
     * and in no account of ours.
     */
    private static final int CHUNK_BYTES = 64 << 10;

    private final Path directory;
    private boolean isSwept;

    public LocalScratchDisk(Path directory) {
        this.directory = directory;
    }

    @Override
    public String name() {
        return directory.toString();
    }

    @Override
    public long usableBytes() throws IOException {
        Files.createDirectories(directory);
        return Files.getFileStore(directory).getUsableSpace();
    }

    @Override
    public Extent create() throws IOException {
        Files.createDirectories(directory);
        sweep();
        return new LocalExtent(PrivateFile.create(directory.resolve(PREFIX + UUID.randomUUID())));
    }

    private synchronized void sweep() throws IOException {
        if (isSwept) {
            return;
        }
        isSwept = true;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, PREFIX + "*")) {
            for (Path file : files) {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.isWritable(file)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (NoSuchFileException e) {
            throw new IOException("the directory went away", e);
        }
    }

    private record LocalExtent(FileChannel channel) implements Extent {

        @Override
        public void write(byte[] bytes, int from, int length, long at) throws IOException {
            for (int done = 0; done < length; ) {
                ByteBuffer chunk = ByteBuffer.wrap(bytes, from + done, Math.min(CHUNK_BYTES, length - done));
                done += channel.write(chunk, at + done);
            }
        }

        @Override
        public void read(byte[] into, int from, int length, long at) throws IOException {
            for (int done = 0; done < length; ) {
                ByteBuffer chunk = ByteBuffer.wrap(into, from + done, Math.min(CHUNK_BYTES, length - done));
                int read = channel.read(chunk, at + done);
                if (read < 0) {
                    throw new EOFException("the file has fewer bytes than were written to it");
                }
                done += read;
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
