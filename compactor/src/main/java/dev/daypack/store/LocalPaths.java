package dev.daypack.store;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Maps keys to paths below a root and lets none of them lead out of it: not by {@code ..}, not by a symbolic link.
 * Links that stay inside are followed. Thread-safe.
 */
final class LocalPaths {

    /** The one directory in a root that is ours alone: temporary files and locks. Never listed. */
    static final String HIDDEN = ".daypack-tmp";

    /** Directories remembered as lying inside the root; more are simply checked again. */
    private static final int LIMIT_VERIFIED = 8_192;

    /** A disk with less is full, whatever words the system has for it in the user's language. */
    private static final long FULL_BYTES = 64 * 1_024;

    private final Path root;
    private final String url;
    private final Set<Path> verified = ConcurrentHashMap.newKeySet();

    /** Of keys that are in use, so that each is looked at once and not with every read. */
    private final Map<String, Path> resolved = new ConcurrentHashMap<>();

    LocalPaths(Path root) {
        this.root = root.toAbsolutePath().normalize();
        this.url = new StoreUrl.Directory(this.root).toString();
    }

    Path root() {
        return root;
    }

    String url() {
        return url;
    }

    /** The path of a key, which need not exist. */
    Path resolve(String key) {
        Path known = resolved.get(key);
        if (known != null) {
            return known;
        }
        ObjectKey.checked(key);
        Path path = below(key, key);
        if (resolved.size() >= LIMIT_VERIFIED) {
            resolved.clear();
        }
        resolved.put(key, path);
        return path;
    }

    /** The directory of a listing's prefix: its part up to the last slash. */
    Path directory(String prefix) {
        ObjectKey.checkedPrefix(prefix);
        int slash = prefix.lastIndexOf('/');
        return slash < 0 ? root : below(prefix, prefix.substring(0, slash));
    }

    private Path below(String key, String relative) {
        if (relative.equals(HIDDEN) || relative.startsWith(HIDDEN + "/")) {
            throw failure(StoreException.Kind.FAILED, key, HIDDEN + " is kept for temporary files; use another key");
        }
        try {
            return root.resolve(relative);
        } catch (InvalidPathException e) {
            throw failure(
                    StoreException.Kind.FAILED, key, "this system cannot write the name; set LC_ALL=C.UTF-8 or rename");
        }
    }

    /** The regular file at a path, following a link that stays inside the root; empty if there is none. */
    Optional<BasicFileAttributes> file(String key, Path path) {
        try {
            if (!parentIsInside(key, path)) {
                return Optional.empty();
            }
            BasicFileAttributes own = lstat(path);
            BasicFileAttributes attributes = own.isSymbolicLink() ? target(key, path) : own;
            return attributes.isRegularFile() ? Optional.of(attributes) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failure(e, key, "looking at");
        }
    }

    /** What a link inside the root stands for. */
    BasicFileAttributes target(String key, Path link) throws IOException {
        Path real;
        try {
            real = link.toRealPath();
        } catch (NoSuchFileException e) {
            throw failure(StoreException.Kind.REFUSED, key, "a symbolic link to nothing; remove it");
        }
        requireInside(key, real);
        return Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether the directory of a path exists; refuses one that lies outside the root. */
    boolean parentIsInside(String key, Path path) throws IOException {
        Path parent = path.getParent();
        if (!verified.contains(parent)) {
            Path there = nearestExisting(parent);
            requireInside(key, there.toRealPath());
            if (!there.equals(parent) || !Files.isDirectory(parent)) {
                return false;
            }
            if (verified.size() >= LIMIT_VERIFIED) {
                verified.clear();
            }
            verified.add(parent);
        }
        return true;
    }

    private Path nearestExisting(Path path) {
        Path there = path;
        while (!there.equals(root) && !Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
            there = there.getParent();
        }
        return there;
    }

    private void requireInside(String key, Path real) throws IOException {
        if (!real.startsWith(root.toRealPath())) {
            throw failure(
                    StoreException.Kind.REFUSED,
                    key,
                    "a symbolic link leads out of the root; name its target as the root, or remove it");
        }
    }

    static BasicFileAttributes lstat(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Names a generation of a file: inode, time of the last change in nanoseconds, size. Our own writes give every
     * generation of a key a later time than the one before (see {@link LocalCommit}), so it never comes back.
     */
    static String etag(BasicFileAttributes file) {
        return inode(file) + "-" + Long.toHexString(file.lastModifiedTime().to(TimeUnit.NANOSECONDS)) + "-"
                + Long.toHexString(file.size());
    }

    /** The device is left out: its number changes from boot to boot on some file systems. */
    private static String inode(BasicFileAttributes file) {
        Object identity = file.fileKey();
        String text = identity == null ? "" : identity.toString();
        int at = text.indexOf("ino=");
        return at < 0 ? "0" : text.substring(at + 4, text.length() - 1);
    }

    static ObjectStat stat(String key, BasicFileAttributes file) {
        return new ObjectStat(
                key, file.size(), etag(file), file.lastModifiedTime().toInstant());
    }

    StoreException missingRoot() {
        return failure(
                StoreException.Kind.NO_SUCH_ROOT, "", "the directory does not exist; check the URL, or mount the disk");
    }

    StoreException failure(StoreException.Kind kind, String key, String text) {
        return new StoreException(kind, key, place(key) + ": " + text, null);
    }

    /** Makes of a system's error one line with the store, the key and what to do. */
    StoreException failure(IOException e, String key, String doing) {
        StoreException.Kind kind = StoreException.Kind.FAILED;
        String text = "error while " + doing + " it: " + SafeText.of(reason(e));
        if (e instanceof ClosedByInterruptException || e instanceof FileLockInterruptionException) {
            text = "interrupted while " + doing + " it";
        } else if (e instanceof AccessDeniedException) {
            kind = StoreException.Kind.REFUSED;
            text = "permission denied while " + doing + " it; check owner and mode of the directory and of those above";
        } else if (isFull(e)) {
            kind = StoreException.Kind.NO_SPACE;
            text = "no space left while " + doing + " it; free some, or raise the quota";
        } else if (!Files.isDirectory(root)) {
            return missingRoot();
        }
        return new StoreException(kind, key, place(key) + ": " + text, e);
    }

    private static String reason(IOException e) {
        String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
        return e.getClass().getSimpleName() + (reason == null ? "" : " (" + reason + ")");
    }

    private boolean isFull(IOException e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("No space left") || message.contains("quota exceeded")) {
            return true;
        }
        try {
            return Files.getFileStore(root).getUsableSpace() < FULL_BYTES;
        } catch (IOException unknown) {
            return false;
        }
    }

    private String place(String key) {
        return url + (key.isEmpty() ? "" : " key \"" + SafeText.of(key) + "\"");
    }
}
