package dev.daypack.output;

import dev.daypack.encoding.ByteBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.Util;

/** Writes the format's Thrift structures into byte builders. */
final class Thrift {

    private Thrift() {}

    static void write(ColumnIndex index, ByteBuilder into) {
        write(stream -> Util.writeColumnIndex(index, stream), into);
    }

    static void write(OffsetIndex index, ByteBuilder into) {
        write(stream -> Util.writeOffsetIndex(index, stream), into);
    }

    static void write(FileMetaData footer, ByteBuilder into) {
        write(stream -> Util.writeFileMetaData(footer, stream), into);
    }

    private interface Writing {
        void to(OutputStream stream) throws IOException;
    }

    private static void write(Writing writing, ByteBuilder into) {
        try {
            writing.to(new BuilderStream(into));
        } catch (IOException e) {
            throw new UncheckedIOException("a byte array cannot fail", e);
        }
    }

    /** A byte builder as a stream. */
    private static final class BuilderStream extends OutputStream {
        private final ByteBuilder into;

        BuilderStream(ByteBuilder into) {
            this.into = into;
        }

        @Override
        public void write(int value) {
            into.putByte(value);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            into.put(bytes, offset, length);
        }
    }
}
