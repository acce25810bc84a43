package dev.daypack.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/**
 * Compresses pages by snappy-java directly. parquet-hadoop's own factory would create a Hadoop {@code Configuration},
 * which drags in an XML parser, Guava and a warning about native libraries. Not thread-safe.
 */
final class SnappyCompressor implements BytesInputCompressor {

    @Override
    public BytesInput compress(BytesInput page) throws IOException {
        ByteArrayOutputStream buffer = new ByteArrayOutputStream(Math.toIntExact(page.size()));
        page.writeAllTo(buffer);
        byte[] plain = buffer.toByteArray();
        byte[] compressed = new byte[Snappy.maxCompressedLength(plain.length)];
        int length = Snappy.compress(plain, 0, plain.length, compressed, 0);
        return BytesInput.from(compressed, 0, length);
    }

    @Override
    public CompressionCodecName getCodecName() {
        return CompressionCodecName.SNAPPY;
    }

    @Override
    public void release() {
        // Holds nothing.
    }
}
