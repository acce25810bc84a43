package dev.daypack.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import software.amazon.awssdk.core.sync.RequestBody;

/** Request bodies that can be read again (once for the signature, once for the checksum, once per attempt). */
final class S3Bodies {

    private static final String TYPE = "application/octet-stream";

    private S3Bodies() {}

    /** The first bytes of an array, which is not copied and must not change meanwhile. */
    static RequestBody of(byte[] bytes, int length) {
        return RequestBody.fromContentProvider(() -> new ByteArrayInputStream(bytes, 0, length), length, TYPE);
    }

    /** A whole file, read by position; the channel is left open. */
    static RequestBody of(FileChannel file) throws IOException {
        long size = file.size();
        return RequestBody.fromContentProvider(() -> new ChannelStream(file, size), size, TYPE);
    }

    private static final class ChannelStream extends InputStream {

        private final FileChannel file;
        private final long size;
        private long position;

        ChannelStream(FileChannel file, long size) {
            this.file = file;
            this.size = size;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            int count = file.read(ByteBuffer.wrap(into, offset, Math.min(length, LocalUpload.CHUNK_BYTES)), position);
            if (count > 0) {
                position += count;
            }
            return count;
        }

        @Override
        public int available() {
            return Math.toIntExact(Math.min(Integer.MAX_VALUE, size - position));
        }
    }
}
