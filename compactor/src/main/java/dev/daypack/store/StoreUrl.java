package dev.daypack.store;

import dev.daypack.text.UrlSecrets;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Where a store is, as a user writes it. */
public sealed interface StoreUrl {

    /**
     * A bucket, or a part of one.
     *
     * @param prefix empty, or ends in {@code /}
     */
    record Bucket(String bucket, String prefix) implements StoreUrl {

        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,254}");

        public Bucket {
            if (bucket.contains(":") || bucket.contains("@")) {
                // Not shown: it is somebody's access key and secret.
                throw new IllegalArgumentException("credentials do not stand in a store's URL;"
                        + " write s3://bucket/prefix, and set access-key and secret-key, or a profile");
            }
            if (!NAME.matcher(bucket).matches()) {
                throw new IllegalArgumentException(
                        "\"" + SafeText.of(bucket) + "\" is no bucket name; write s3://bucket/prefix");
            }
            if (!prefix.isEmpty() && !prefix.endsWith("/")) {
                throw new IllegalArgumentException("prefix must be empty or end in /");
            }
        }

        @Override
        public String toString() {
            return "s3://" + bucket + (prefix.isEmpty() ? "" : "/" + prefix.substring(0, prefix.length() - 1));
        }
    }

    /** A directory of this machine; absolute and normalized. */
    record Directory(Path path) implements StoreUrl {

        public Directory {
            path = path.toAbsolutePath().normalize();
        }

        @Override
        public String toString() {
            String uri = path.toUri().getRawPath();
            return "file://" + (uri.length() > 1 && uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri);
        }
    }

    /**
     * One object, and the store it is taken from: for commands that name single files.
     *
     * @param key relative to the store's root
     */
    record Located(StoreUrl store, String key) {}

    /**
     * Reads {@code s3://bucket}, {@code s3://bucket/prefix}, {@code file:///dir} or a plain path, relative or absolute.
     *
     * @throws IllegalArgumentException if it is none of these, with a line that says what to write
     */
    static StoreUrl parse(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("the store's URL is empty; write s3://bucket/prefix or file:///dir");
        }
        if (text.startsWith("s3://")) {
            return bucket(text.substring("s3://".length()));
        }
        return new Directory(path(text));
    }

    /**
     * Reads the URL or path of one object. A local file is taken from its directory, an object from its whole bucket.
     *
     * @throws IllegalArgumentException if the text names no object
     */
    static Located parseObject(String text) {
        if (text.startsWith("s3://")) {
            if (UrlSecrets.isSigned(text)) {
                throw new IllegalArgumentException("\"" + shown(text)
                        + "\" is a signed URL; write s3://bucket/key, and sign by keys or a profile");
            }
            String rest = text.substring("s3://".length());
            int slash = rest.indexOf('/');
            if (slash < 0 || slash == rest.length() - 1 || rest.endsWith("/")) {
                throw new IllegalArgumentException("\"" + shown(text) + "\" names no object; write s3://bucket/key");
            }
            return new Located(new Bucket(rest.substring(0, slash), ""), rest.substring(slash + 1));
        }
        Path file = path(text).toAbsolutePath().normalize();
        if (file.getParent() == null || text.endsWith("/")) {
            throw new IllegalArgumentException("\"" + shown(text) + "\" names no file");
        }
        return new Located(new Directory(file.getParent()), file.getFileName().toString());
    }

    private static Bucket bucket(String rest) {
        int slash = rest.indexOf('/');
        String bucket = slash < 0 ? rest : rest.substring(0, slash);
        String prefix = slash < 0 ? "" : rest.substring(slash + 1);
        while (prefix.endsWith("/")) {
            prefix = prefix.substring(0, prefix.length() - 1);
        }
        if (!prefix.isEmpty()) {
            try {
                ObjectKey.checked(prefix);
            } catch (StoreException e) {
                throw new IllegalArgumentException(
                        "\"" + shown("s3://" + rest) + "\" has a prefix with an empty, \".\" or \"..\" segment", e);
            }
        }
        return new Bucket(bucket, prefix.isEmpty() ? "" : prefix + "/");
    }

    private static Path path(String text) {
        try {
            if (text.startsWith("file:")) {
                return Path.of(localPath(text));
            }
            if (text.startsWith("//")) {
                throw new IllegalArgumentException("\"" + shown(text) + "\" names a host; write file:///dir or /dir");
            }
            int scheme = text.indexOf("://");
            if (scheme > 0) {
                throw new IllegalArgumentException("\"" + SafeText.of(text.substring(0, scheme))
                        + "\" is no kind of store; write s3://bucket/prefix, file:///dir or a path");
            }
            return Path.of(text);
        } catch (InvalidPathException | URISyntaxException e) {
            throw new IllegalArgumentException("\"" + shown(text) + "\" is no path of this system", e);
        }
    }

    /** The path of a file URL; one with characters that a URL may not hold is taken as it stands. */
    private static String localPath(String text) throws URISyntaxException {
        String rest = text.substring("file:".length());
        String path = rest.startsWith("//") ? rest.substring(2) : rest;
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException(
                    "\"" + shown(text) + "\" names a host or a relative path; write file:///dir");
        }
        return path.contains("%") ? new URI("file://" + path.replace(" ", "%20")).getPath() : path;
    }

    private static String shown(String text) {
        return SafeText.of(UrlSecrets.masked(text));
    }
}
