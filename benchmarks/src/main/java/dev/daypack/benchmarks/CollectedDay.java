package dev.daypack.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * A day of events as collectors leave it. Parts follow each other in time and differ in size by up to 10 %; some rows
 * may come late, which puts them into the next part, or every row goes to a part drawn at random, as if that many
 * collectors had shared the day.
 *
 * @param lateShare about the share of rows that come late
 * @param isScattered whether rows go to parts drawn at random
 */
record CollectedDay(Stream stream, int parts, long rows, double lateShare, boolean isScattered) implements Recipe {

    private static final long PLACE_SEED = 99;

    /** Parts that do not overlap. */
    static CollectedDay adjacent(Stream stream, int parts, long rows) {
        return new CollectedDay(stream, parts, rows, 0, false);
    }

    @Override
    public long write(Path directory) throws IOException {
        Ticks ticks = stream.ticks(rows);
        SplittableRandom place = new SplittableRandom(PLACE_SEED);
        PartFile[] open = new PartFile[parts + 1];
        long row = 0;
        for (int part = 0; part < parts; part++) {
            long partRows = Math.min(part == parts - 1 ? rows : rowsOf(part), rows - row);
            for (long left = partRows; left > 0; left--, row++) {
                ticks.next(left == partRows);
                int target = target(part, left, partRows, place);
                if (open[target] == null) {
                    open[target] = new PartFile(file(directory, target), stream, PartShape.PYARROW);
                }
                open[target].add(ticks, row);
            }
            if (!isScattered) {
                close(open, part);
            }
        }
        for (int part = 0; part < open.length; part++) {
            close(open, part);
        }
        return row;
    }

    private long rowsOf(int part) {
        long evenRows = rows / parts;
        return (long) (evenRows * (0.9 + 0.2 * (part * 7919 % 101) / 100.0));
    }

    /** Late rows are those towards the end of a part, more the nearer to it. */
    private int target(int part, long rowsLeft, long partRows, SplittableRandom place) {
        if (isScattered) {
            return place.nextInt(parts);
        }
        boolean mayBeLate = lateShare > 0 && part + 1 < parts;
        boolean isLate = mayBeLate && -Math.log(1 - place.nextDouble()) * lateShare * partRows > rowsLeft;
        return isLate ? part + 1 : part;
    }

    private static Path file(Path directory, int part) {
        return directory.resolve(String.format(Locale.ROOT, "f%05d.parquet", part));
    }

    private static void close(PartFile[] open, int part) throws IOException {
        if (open[part] != null) {
            open[part].close();
            open[part] = null;
        }
    }
}
