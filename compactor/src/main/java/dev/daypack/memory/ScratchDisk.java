package dev.daypack.memory;

import java.io.IOException;

/** Where scratch files lie; beside {@link LocalScratchDisk} there are disks of tests, which run full. */
public interface ScratchDisk {

    /** The place, for messages. */
    String name();

    /** Bytes that may still be written; less if others write too. */
    long usableBytes() throws IOException;

    /** A new, empty extent, which nobody else sees and which is gone when it is closed or this process ends. */
    Extent create() throws IOException;

    /** Bytes by place. Thread-safe. */
    interface Extent extends AutoCloseable {

        /** Writes all of these bytes, or fails. */
        void write(byte[] bytes, int from, int length, long at) throws IOException;

        /**
         * Reads so many bytes.
         *
         * @throws java.io.EOFException if there are not so many
         */
        void read(byte[] into, int from, int length, long at) throws IOException;

        /** Frees the space. Called once. */
        @Override
        void close() throws IOException;
    }
}
