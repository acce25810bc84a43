package dev.daypack.output;

/** Where an output file goes, byte after byte. */
public interface ByteSink {

    /** Appends bytes; they may be changed after the call. */
    void write(byte[] bytes, int offset, int length);
}
