package dev.daypack.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** Parts that all span the day: the widest fan-in there is. */
record SpanningParts(Stream stream, int parts, long partRows) implements Recipe {

    private static final long FIRST_SEED = 1_000;

    @Override
    public long write(Path directory) throws IOException {
        for (int part = 0; part < parts; part++) {
            Path file = directory.resolve(String.format(Locale.ROOT, "f%05d.parquet", part));
            Ticks ticks = stream.ticks(FIRST_SEED + part, Ticks.FIRST_DAY_MILLIS, partRows);
            try (PartFile out = new PartFile(file, stream, PartShape.PYARROW)) {
                for (long row = 0; row < partRows; row++) {
                    ticks.next(false);
                    out.add(ticks, part * partRows + row);
                }
            }
        }
        return parts * partRows;
    }
}
