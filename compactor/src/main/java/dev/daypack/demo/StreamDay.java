package dev.daypack.demo;

import dev.daypack.discover.Partition;
import dev.daypack.discover.PartitionDay;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One stream of one instrument on one day: a partition-day before it is cut into parts. Everything in it follows from
 * the seed and the day, whatever else is generated beside it.
 */
record StreamDay(Stream stream, Instrument instrument, LocalDate date) {

    static final String EXCHANGE = "binance";

    private static final List<String> FIELDS = List.of("exchange", "stream", "symbol");
    private static final long TRADES_A_DAY = 1_000_000L;

    /** A kind of events, and how its collector cuts them. */
    enum Stream {
        BBO("bbo", 192_000, 96),
        TRADE("trade", 134_000, 48);

        private final String column;
        private final int rowsOfBusiest;
        private final int parts;

        Stream(String column, int rowsOfBusiest, int parts) {
            this.column = column;
            this.rowsOfBusiest = rowsOfBusiest;
            this.parts = parts;
        }

        String column() {
            return column;
        }

        /** Parts a day: one each quarter of an hour, or each half. */
        int parts() {
            return parts;
        }
    }

    PartitionDay partitionDay() {
        return new PartitionDay(new Partition(FIELDS, List.of(EXCHANGE, stream.column(), instrument.symbol())), date);
    }

    /** The random numbers of this partition-day; equal for equal seeds. */
    SplittableRandom random(long seed) {
        long mixed = seed;
        for (long part : new long[] {date.toEpochDay(), instrument.seedPart(), stream.ordinal()}) {
            mixed = new SplittableRandom(mixed * 31 + part).nextLong();
        }
        return new SplittableRandom(mixed);
    }

    /** All events of the day, in order of {@code ts_event}; {@code scale} is 1 for the usual number of rows. */
    EventColumns events(double scale, SplittableRandom random) {
        double usual = stream.rowsOfBusiest * instrument.activity() * (0.95 + 0.1 * random.nextDouble());
        int rows = Math.toIntExact(Math.round(usual * scale));
        EventTimes times = EventTimes.of(dayStartMillis(), rows, random);
        Market market = new Market(instrument, random);
        return switch (stream) {
            case BBO -> new Quotes(times, market);
            case TRADE -> new Trades(times, market, date.toEpochDay() * TRADES_A_DAY);
        };
    }

    long dayStartMillis() {
        return date.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }

    long partMillis() {
        return EventTimes.DAY_MILLIS / stream.parts();
    }

    /** The key of a part, relative to the raw root: it is named after the second in which it was flushed. */
    String key(int part) {
        long flushed = (dayStartMillis() + (part + 1) * partMillis()) / 1_000 + 1 + part % 3;
        long counter = date.toEpochDay() % 1_000 * stream.parts() + part;
        String day = date.format(DateTimeFormatter.BASIC_ISO_DATE);
        return "exchange=%s/stream=%s/symbol=%s/date=%s/part-%d-%06d.parquet"
                .formatted(EXCHANGE, stream.column(), instrument.symbol(), day, flushed, counter);
    }
}
