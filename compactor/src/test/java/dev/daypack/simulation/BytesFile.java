package dev.daypack.simulation;

import java.io.ByteArrayInputStream;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** Bytes in memory, as parquet-java reads a file. */
final class BytesFile implements InputFile {

    private final byte[] bytes;

    BytesFile(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public long getLength() {
        return bytes.length;
    }

    @Override
    public SeekableInputStream newStream() {
        Cursor cursor = new Cursor(bytes);
        return new DelegatingSeekableInputStream(cursor) {
            @Override
            public long getPos() {
                return cursor.at();
            }

            @Override
            public void seek(long to) {
                cursor.to(Math.toIntExact(to));
            }
        };
    }

    /** A stream that can go back. */
    private static final class Cursor extends ByteArrayInputStream {

        Cursor(byte[] bytes) {
            super(bytes);
        }

        int at() {
            return pos;
        }

        void to(int position) {
            pos = position;
        }
    }
}
