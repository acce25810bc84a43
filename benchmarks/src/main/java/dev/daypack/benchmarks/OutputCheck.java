package dev.daypack.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares outputs with what their inputs must lead to. The latter is kept in a file as long as names, sizes and times
 * of the inputs stay; outputs of equal bytes are looked at once.
 */
final class OutputCheck {

    private static final int READ_BYTES = 1 << 20;

    private final Tools tools;
    private final Path scratch;
    private final Map<String, String> complaints = new HashMap<>();

    OutputCheck(Tools tools, Path scratch) {
        this.tools = tools;
        this.scratch = scratch;
    }

    /** What the inputs must lead to. */
    RowDigest expected(String name, Path input) throws IOException, InterruptedException {
        Path kept = scratch.resolve("digests").resolve(name + "-" + fingerprint(input) + ".txt");
        if (!Files.exists(kept)) {
            Files.createDirectories(kept.getParent());
            Files.writeString(kept, digest("inputs", input));
        }
        String line = Files.readString(kept);
        Optional<RowDigest> digest = RowDigest.parse(line);
        if (digest.isEmpty()) {
            Files.delete(kept);
            throw new IOException("no digest of " + input + ": " + line);
        }
        return digest.get();
    }

    /** What is wrong with an output; empty if nothing is. */
    String complaint(RowDigest expected, Path output, boolean isOrdered) throws IOException, InterruptedException {
        List<Path> files = Files.exists(output) ? Trees.parquetFiles(output) : List.of();
        if (files.isEmpty()) {
            return "no output";
        }
        String key = expected + (isOrdered ? " ordered " : " ") + contentHash(files);
        String known = complaints.get(key);
        if (known != null) {
            return known;
        }
        String line = digest(isOrdered ? "ordered" : "rows", output);
        String complaint = RowDigest.parse(line)
                .map(actual -> expected.complaint(actual, isOrdered))
                .orElse("unreadable: " + line.lines().findFirst().orElse("no word of why"));
        complaints.put(key, complaint);
        return complaint;
    }

    /** What the digest's process prints: one line, or what it complains of. */
    private String digest(String kind, Path path) throws IOException, InterruptedException {
        Path spill = scratch.resolve("digest-spill");
        Process process = new ProcessBuilder(tools.java("256m", Digest.class, kind, path.toString(), spill.toString()))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        Trees.delete(spill);
        return said;
    }

    private static String fingerprint(Path input) throws IOException {
        MessageDigest digest = sha256();
        for (Path file : Trees.parquetFiles(input)) {
            String line = input.relativize(file) + " " + Files.size(file) + " " + Files.getLastModifiedTime(file);
            digest.update(line.getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    private static String contentHash(List<Path> files) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[READ_BYTES];
        for (Path file : files) {
            digest.update(file.toString().getBytes(StandardCharsets.UTF_8));
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                while (in.read(buffer) >= 0) {
                    // The digest takes it.
                }
            }
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 16);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
