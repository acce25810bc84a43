package dev.daypack.encoding;

import java.util.Arrays;

/**
 * Reads the hybrid of run-length and bit-packed runs: levels, dictionary indices and booleans.
 *
 * <pre>
 *   run := header value            header = length * 2, the value in ceil(width / 8) bytes
 *        | header group group ...  header = groups * 2 + 1, 8 values of width bits each in a group
 * </pre>
 *
 * <p>Source: "RLE / Bit-Packing Hybrid" in the Parquet format's Encodings page. Nothing is copied or allocated: a run
 * is a few numbers, whatever length it claims. {@link #runLength} lets a caller take a run of one value as a whole.
 * With width 0 all values are 0, and the runs are not looked at. The last bit-packed run may be cut short after the
 * bytes that its last value needs, as some writers do. Runs of length 0 are passed over. Not thread-safe.
 */
public final class RleDecoder implements IntDecoder {

    private enum Framing {
        BARE,
        WIDTH_FIRST,
        LENGTH_FIRST
    }

    private final Section section = new Section();
    private final Framing framing;
    private int width;
    private int valuesLeft;
    /** Values of the present run that are left, never more than valuesLeft. */
    private int runLeft;

    private boolean packed;
    private int runValue;
    private int packedStart;
    private long packedIndex;

    private RleDecoder(Framing framing, int width) {
        if (width < 0 || width > 32) {
            throw new IllegalArgumentException("bit width " + width);
        }
        this.framing = framing;
        this.width = width;
    }

    /** For runs with nothing before them: levels, whose length the page has already told. */
    public static RleDecoder levels(int width) {
        return new RleDecoder(Framing.BARE, width);
    }

    /** For the section of a dictionary-encoded page: one byte with the width, then the runs. */
    public static RleDecoder dictionaryIndices() {
        return new RleDecoder(Framing.WIDTH_FIRST, 0);
    }

    /** For BOOLEAN values: four bytes with the length of the runs, then the runs, of width 1. */
    public static RleDecoder booleans() {
        return new RleDecoder(Framing.LENGTH_FIRST, 1);
    }

    /** With this decoder {@code valueCount} is a bound: no more values than that are given. */
    @Override
    public void reset(byte[] bytes, int from, int to, int valueCount) {
        section.reset(bytes, from, to);
        Section.checkCount(valueCount);
        valuesLeft = valueCount;
        runLeft = 0;
        if (framing != Framing.BARE && from == to) {
            valuesLeft = 0; // a page of nulls only may have no section at all
        } else if (framing == Framing.WIDTH_FIRST) {
            width = section.takeByte("bit width");
            if (width > 32) {
                throw section.malformed("bit width " + width);
            }
        } else if (framing == Framing.LENGTH_FIRST) {
            section.narrow(section.takeInt("length of the runs"), "runs");
        }
    }

    @Override
    public void decode(int[] into, int at, int count) {
        Section.checkCount(count);
        int position = at;
        int end = Math.addExact(at, count);
        while (position < end) {
            if (runLeft == 0) {
                nextRun();
            }
            int taken = Math.min(end - position, runLeft);
            if (packed) {
                BitUnpacking.unpackInts(
                        section.bytes, packedStart, section.to, width, packedIndex, into, position, taken);
            } else {
                Arrays.fill(into, position, position + taken, runValue);
            }
            advance(taken);
            position += taken;
        }
    }

    @Override
    public void skip(int count) {
        Section.checkCount(count);
        int left = count;
        while (left > 0) {
            if (runLeft == 0) {
                nextRun();
            }
            int taken = Math.min(left, runLeft);
            advance(taken);
            left -= taken;
        }
    }

    /**
     * How many of the next values are one run of {@link #runValue}: 0 if the next values are bit-packed or there is
     * none. The values are not consumed; {@link #skip} does that.
     *
     * @throws MalformedDataException if the next run is broken or missing
     */
    public int runLength() {
        if (runLeft == 0 && valuesLeft > 0) {
            nextRun();
        }
        return packed ? 0 : runLeft;
    }

    /** The value of the present run; meaningful after {@link #runLength} gave more than 0. */
    public int runValue() {
        return runValue;
    }

    /** How many values may still be asked for, as far as {@link #reset} was told. */
    public int valuesLeft() {
        return valuesLeft;
    }

    private void advance(int count) {
        runLeft -= count;
        valuesLeft -= count;
        packedIndex += count;
    }

    /** Leaves runLeft above 0. */
    private void nextRun() {
        if (valuesLeft == 0) {
            throw section.malformed("no values left");
        }
        if (width == 0) {
            packed = false;
            runValue = 0;
            runLeft = valuesLeft;
            return;
        }
        do {
            if (section.left() == 0) {
                throw section.malformed("the runs end " + valuesLeft + " values early");
            }
            int header = section.takeVarInt("run header");
            packed = (header & 1) != 0;
            if (packed) {
                startPacked(header >>> 1);
            } else {
                startRepeated(header >>> 1);
            }
        } while (runLeft == 0);
    }

    private void startPacked(int groups) {
        long bytes = (long) groups * width;
        long values = 8L * groups;
        if (bytes > section.left()) {
            bytes = section.left();
            values = 8 * bytes / width;
        }
        runLeft = (int) Math.min(values, valuesLeft);
        packedStart = section.take(bytes, "bit-packed run");
        packedIndex = 0;
    }

    private void startRepeated(int length) {
        int bytes = (width + 7) >>> 3;
        int start = section.take(bytes, "run value");
        int value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (section.bytes[start + i] & 0xff) << (8 * i);
        }
        if (width < 32 && value >>> width != 0) {
            throw section.malformed(
                    "run value " + Integer.toUnsignedString(value) + " is wider than " + width + " bits");
        }
        runValue = value;
        runLeft = Math.min(length, valuesLeft);
    }
}
