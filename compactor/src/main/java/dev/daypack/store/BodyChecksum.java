package dev.daypack.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * A checksum that a server told of the body of its answer. Servers that keep one send it, if they are asked, and not
 * always with what they keep it of: releases of Ceph and MinIO sent that of the whole object with any range, and Amazon
 * S3 sends that of an object of parts without the dash that tells it from one of bytes if a range is asked for
 * (botocore issue 3346). So only that of a whole object, written at once, is believed. CRC64-NVME is not known here.
 *
 * @param algorithm the end of the header's name
 * @param expected the bytes of the checksum
 */
record BodyChecksum(String algorithm, byte[] expected) {

    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes 0-(\\d{1,18})/(\\d{1,18})");
    private static final List<String> ALGORITHMS = List.of("crc32", "crc32c", "sha256", "sha1");

    /** The one in the head of an answer. That of a composite object is none of its bytes, and has a dash in it. */
    static Optional<BodyChecksum> of(SdkHttpResponse answer) {
        if (!isWhole(answer) || isOfParts(answer)) {
            return Optional.empty();
        }
        for (String algorithm : ALGORITHMS) {
            Optional<String> sent = answer.firstMatchingHeader("x-amz-checksum-" + algorithm);
            if (sent.isPresent() && sent.get().indexOf('-') < 0) {
                return decoded(sent.get()).map(bytes -> new BodyChecksum(algorithm, bytes));
            }
        }
        return Optional.empty();
    }

    private static boolean isWhole(SdkHttpResponse answer) {
        Optional<String> sent = answer.firstMatchingHeader("Content-Range");
        if (sent.isEmpty()) {
            return answer.statusCode() == 200;
        }
        Matcher range = CONTENT_RANGE.matcher(sent.get());
        return range.matches() && Long.parseLong(range.group(1)) + 1 == Long.parseLong(range.group(2));
    }

    private static boolean isOfParts(SdkHttpResponse answer) {
        return answer.firstMatchingHeader("ETag").orElse("").indexOf('-') >= 0
                || answer.firstMatchingHeader("x-amz-checksum-type").orElse("").equals("COMPOSITE");
    }

    private static Optional<byte[]> decoded(String sent) {
        try {
            return Optional.of(Base64.getDecoder().decode(sent));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** @throws IOException if the bytes are not those that the server sent */
    void check(byte[] bytes, int offset, int length) throws IOException {
        if (!Arrays.equals(expected, of(bytes, offset, length))) {
            throw new IOException("the answer does not match the checksum that came with it");
        }
    }

    private byte[] of(byte[] bytes, int offset, int length) {
        return switch (algorithm) {
            case "crc32" -> crc(new CRC32(), bytes, offset, length);
            case "crc32c" -> crc(new CRC32C(), bytes, offset, length);
            case "sha256" -> digest("SHA-256", bytes, offset, length);
            default -> digest("SHA-1", bytes, offset, length);
        };
    }

    private static byte[] crc(Checksum crc, byte[] bytes, int offset, int length) {
        crc.update(bytes, offset, length);
        return ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array();
    }

    private static byte[] digest(String name, byte[] bytes, int offset, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance(name);
            digest.update(bytes, offset, length);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + name, e);
        }
    }
}
