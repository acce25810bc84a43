package dev.daypack.store;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Lists a directory tree as a flat namespace, by names and attributes only: no file is opened. Directories without a
 * file below them do not exist here, as on S3. Thread-safe.
 */
final class LocalTree {

    /** Deeper trees are refused: links that lead in a circle end here. */
    private static final int LIMIT_DEPTH = 64;

    private final LocalPaths paths;

    LocalTree(LocalPaths paths) {
        this.paths = paths;
    }

    /** All files whose key starts with the prefix, in bytewise order. */
    List<ObjectStat> files(String prefix) {
        List<ObjectStat> found = new ArrayList<>();
        int nameAt = prefix.lastIndexOf('/') + 1;
        Path directory = paths.directory(prefix);
        if (isReadable(prefix, directory)) {
            collect(directory, prefix.substring(0, nameAt), prefix.substring(nameAt), found, 0);
        }
        found.sort((a, b) -> ObjectKey.ORDER.compare(a.key(), b.key()));
        return found;
    }

    /** The directories just below the prefix that have a file somewhere below them, in bytewise order. */
    List<String> directories(String prefix) {
        List<String> found = new ArrayList<>();
        Path directory = paths.directory(prefix);
        if (isReadable(prefix, directory)) {
            for (Path entry : entries(prefix, directory)) {
                String key = prefix + entry.getFileName();
                BasicFileAttributes attributes = attributes(key, entry);
                if (attributes != null && attributes.isDirectory() && hasFile(key + "/", entry, 1)) {
                    found.add(key + "/");
                }
            }
        }
        found.sort(ObjectKey.ORDER);
        return found;
    }

    private boolean isReadable(String prefix, Path directory) {
        try {
            // The directory is checked as if it were a file's parent.
            return paths.parentIsInside(prefix, directory.resolve("x"));
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw paths.failure(e, prefix, "listing");
        }
    }

    private void collect(Path directory, String keyPrefix, String namePrefix, List<ObjectStat> found, int depth) {
        checkDepth(keyPrefix, depth);
        for (Path entry : entries(keyPrefix, directory)) {
            String name = entry.getFileName().toString();
            if (!name.startsWith(namePrefix)) {
                continue;
            }
            String key = keyPrefix + name;
            BasicFileAttributes attributes = attributes(key, entry);
            if (attributes == null) {
                continue;
            }
            if (attributes.isRegularFile()) {
                found.add(LocalPaths.stat(key, attributes));
            } else if (attributes.isDirectory()) {
                collect(entry, key + "/", "", found, depth + 1);
            }
        }
    }

    private boolean hasFile(String keyPrefix, Path directory, int depth) {
        checkDepth(keyPrefix, depth);
        List<Path> below = new ArrayList<>();
        for (Path entry : entries(keyPrefix, directory)) {
            BasicFileAttributes attributes = attributes(keyPrefix + entry.getFileName(), entry);
            if (attributes != null && attributes.isRegularFile()) {
                return true;
            }
            if (attributes != null && attributes.isDirectory()) {
                below.add(entry);
            }
        }
        for (Path entry : below) {
            if (hasFile(keyPrefix + entry.getFileName() + "/", entry, depth + 1)) {
                return true;
            }
        }
        return false;
    }

    /** Links followed; null if the entry went away since its directory was read. */
    private BasicFileAttributes attributes(String key, Path entry) {
        try {
            BasicFileAttributes own = LocalPaths.lstat(entry);
            return own.isSymbolicLink() ? paths.target(key, entry) : own;
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw paths.failure(e, key, "looking at");
        }
    }

    private List<Path> entries(String keyPrefix, Path directory) {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            for (Path entry : stream) {
                boolean hidden =
                        keyPrefix.isEmpty() && entry.getFileName().toString().equals(LocalPaths.HIDDEN);
                if (!hidden) {
                    entries.add(entry);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw paths.failure(e.getCause(), keyPrefix, "listing");
        } catch (IOException e) {
            throw paths.failure(e, keyPrefix, "listing");
        }
        return entries;
    }

    private void checkDepth(String key, int depth) {
        if (depth > LIMIT_DEPTH) {
            throw paths.failure(
                    StoreException.Kind.FAILED,
                    key,
                    "directories nest deeper than " + LIMIT_DEPTH + "; is there a symbolic link in a circle?");
        }
    }
}
