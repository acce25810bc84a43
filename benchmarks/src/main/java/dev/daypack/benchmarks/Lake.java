package dev.daypack.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A raw store in the default layout: symbols, their days, and parts that follow each other in time. */
record Lake(int symbols, int days, int partsPerDay, long partRows) implements Recipe {

    static final LocalDate FIRST_DAY = LocalDate.of(2026, 1, 1);

    private static final long FIRST_SEED = 5_000;
    private static final long MILLIS_PER_SECOND = 1_000;

    @Override
    public long write(Path directory) throws IOException {
        for (int symbol = 0; symbol < symbols; symbol++) {
            for (int day = 0; day < days; day++) {
                writeDay(directory, symbol, day);
            }
        }
        return (long) symbols * days * partsPerDay * partRows;
    }

    private void writeDay(Path root, int symbol, int day) throws IOException {
        Path directory = root.resolve(String.format(Locale.ROOT, "exchange=binance/stream=bbo/symbol=sym%03d", symbol))
                .resolve("date=" + FIRST_DAY.plusDays(day).format(DateTimeFormatter.BASIC_ISO_DATE));
        long dayMillis = Ticks.FIRST_DAY_MILLIS + day * Ticks.DAY_MILLIS;
        // Twice as dense as the day is long, so that the last event is well before midnight.
        Ticks ticks =
                Stream.QUOTES.ticks(FIRST_SEED + (long) symbol * days + day, dayMillis, 2L * partsPerDay * partRows);
        for (int part = 0; part < partsPerDay; part++) {
            long second = dayMillis / MILLIS_PER_SECOND + part * Ticks.DAY_MILLIS / MILLIS_PER_SECOND / partsPerDay;
            String name = String.format(Locale.ROOT, "part-%d-%06d.parquet", second, part);
            try (PartFile out = new PartFile(directory.resolve(name), Stream.QUOTES, PartShape.PYARROW)) {
                for (long row = 0; row < partRows; row++) {
                    ticks.next(row == 0);
                    out.add(ticks, part * partRows + row);
                }
            }
        }
    }
}
