package dev.daypack.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFileTest {

    /** Open files of this process, as Linux shows them: also those that have lost their names. */
    private static final Path OPEN_FILES = Path.of("/proc/self/fd");

    @TempDir
    private Path directory;

    @Test
    void nobodyElseMayReadItAndItHasNoName() throws IOException {
        try (FileChannel file = PrivateFile.create(directory.resolve("a"))) {
            assertEquals(List.of("rw-------"), modesOfOpenFiles());
            try (Stream<Path> names = Files.list(directory)) {
                assertEquals(0, names.count());
            }
            assertEquals(0, file.size());
        }
    }

    /** Of those below the directory. */
    private List<String> modesOfOpenFiles() throws IOException {
        List<String> modes = new ArrayList<>();
        try (Stream<Path> open = Files.list(OPEN_FILES)) {
            for (Path link : open.toList()) {
                if (target(link).startsWith(directory.toRealPath().toString())) {
                    modes.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(link)));
                }
            }
        }
        return modes;
    }

    /** Empty if it was closed meanwhile. */
    private static String target(Path link) throws IOException {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    @Test
    void whatStandsThereIsNeverOpened() throws IOException {
        Path victim = Files.writeString(directory.resolve("victim"), "precious");
        Path link = Files.createSymbolicLink(directory.resolve("link"), victim);
        Path dangling = Files.createSymbolicLink(directory.resolve("dangling"), directory.resolve("nothing"));
        for (Path there : List.of(victim, link, dangling)) {
            assertThrows(FileAlreadyExistsException.class, () -> PrivateFile.create(there));
        }
        assertEquals("precious", Files.readString(victim));
    }
}
