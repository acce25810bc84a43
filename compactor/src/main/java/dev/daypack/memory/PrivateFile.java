package dev.daypack.memory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Makes files for one's own use: nobody else may read them (mode 600, where the system has modes, whatever the umask),
 * none that exists is ever opened, not through a link either, and they lose their name as soon as they are open (where
 * there are no files without a name: when they are closed).
 */
public final class PrivateFile {

    private static final Set<OpenOption> OPTIONS = Set.of(
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE,
            LinkOption.NOFOLLOW_LINKS);

    private PrivateFile() {}

    /**
     * A new, empty file, open for reading and writing.
     *
     * @param path in a directory that exists; nothing stands there
     */
    public static FileChannel create(Path path) throws IOException {
        boolean hasModes = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        return hasModes
                ? FileChannel.open(path, OPTIONS, ownerOnly())
                : FileChannel.open(path, OPTIONS, new FileAttribute<?>[0]);
    }

    private static FileAttribute<?> ownerOnly() {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    }
}
