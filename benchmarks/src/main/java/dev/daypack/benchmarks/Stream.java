package dev.daypack.benchmarks;

import static org.apache.parquet.schema.LogicalTypeAnnotation.intType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import java.util.List;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.ColumnOrder;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;
import org.apache.parquet.schema.Types.MessageTypeBuilder;

/** Columns of a stream of events as a collector's pyarrow writes them: all optional, none null. */
enum Stream {

    /** Best bid and offer; 10 columns. */
    QUOTES("bbo", 42, 0.35),
    /** Trades with unique string ids; 10 columns. */
    TRADES("trade", 7, 0.5),
    /** Best bid and offer with what venues send beside; 15 columns. */
    WIDE_QUOTES("bbo", 42, 0.35);

    private static final int COMMON_COLUMNS = 6;
    private static final Binary EXCHANGE = Binary.fromString("binance");
    private static final Binary SYMBOL = Binary.fromString("BTCUSDT");
    private static final long FIRST_TRADE_ID = 3_000_000_000L;
    private static final List<Binary> REGIONS = java.util.stream.Stream.of("asia", "europe", "america")
            .map(Binary::fromString)
            .toList();

    private final Binary label;
    private final long seed;
    private final double sameMilliShare;

    Stream(String label, long seed, double sameMilliShare) {
        this.label = Binary.fromString(label);
        this.seed = seed;
        this.sameMilliShare = sameMilliShare;
    }

    /** The events of the data sets of this stream. */
    Ticks ticks(long rowsPerDay) {
        return ticks(seed, Ticks.FIRST_DAY_MILLIS, rowsPerDay);
    }

    /** Other events, from the given day on. */
    Ticks ticks(long eventSeed, long dayMillis, long rowsPerDay) {
        return new Ticks(eventSeed, dayMillis, rowsPerDay, sameMilliShare);
    }

    MessageType schema() {
        MessageTypeBuilder schema = Types.buildMessage();
        addLongs(schema, "ts_event", "ts_recv");
        addStrings(schema, "exchange", "symbol", "stream");
        schema.optional(INT32).as(intType(8, true)).named("stream_version");
        if (this == TRADES) {
            addDoubles(schema, "price", "qty");
            schema.optional(INT32).as(intType(8, true)).named("side");
            addStrings(schema, "trade_id");
        } else {
            addDoubles(schema, "bid_price", "bid_qty", "ask_price", "ask_qty");
        }
        if (this == WIDE_QUOTES) {
            addLongs(schema, "update_id", "ts_venue");
            schema.optional(BOOLEAN).named("bid_heavier");
            addStrings(schema, "region");
            addDoubles(schema, "mid_price");
        }
        return schema.named("schema");
    }

    private static void addLongs(MessageTypeBuilder schema, String... names) {
        for (String name : names) {
            schema.optional(INT64).named(name);
        }
    }

    private static void addStrings(MessageTypeBuilder schema, String... names) {
        for (String name : names) {
            schema.optional(BINARY).as(stringType()).named(name);
        }
    }

    /** In the type-defined order: Polars refuses files with parquet-java's new default for doubles. */
    private static void addDoubles(MessageTypeBuilder schema, String... names) {
        for (String name : names) {
            schema.optional(DOUBLE).columnOrder(ColumnOrder.typeDefined()).named(name);
        }
    }

    /**
     * Writes one event.
     *
     * @param row its number in the data set, from which ids follow
     * @param columns in the order of the schema
     */
    void write(Ticks ticks, long row, ColumnWriter[] columns) {
        columns[0].write(ticks.eventNanos(), 0, 1);
        columns[1].write(ticks.receivedNanos(), 0, 1);
        columns[2].write(EXCHANGE, 0, 1);
        columns[3].write(SYMBOL, 0, 1);
        columns[4].write(label, 0, 1);
        columns[5].write(1, 0, 1);
        if (this == TRADES) {
            writeTrade(ticks, row, columns);
        } else {
            writeQuote(ticks, columns);
        }
        if (this == WIDE_QUOTES) {
            writeMore(ticks, row, columns);
        }
    }

    private static void writeTrade(Ticks ticks, long row, ColumnWriter[] columns) {
        columns[COMMON_COLUMNS].write(ticks.isSale() ? ticks.bidPrice() : ticks.askPrice(), 0, 1);
        columns[COMMON_COLUMNS + 1].write(ticks.bidQuantity(), 0, 1);
        columns[COMMON_COLUMNS + 2].write(ticks.isSale() ? -1 : 1, 0, 1);
        columns[COMMON_COLUMNS + 3].write(Binary.fromString(Long.toString(FIRST_TRADE_ID + row)), 0, 1);
    }

    private static void writeQuote(Ticks ticks, ColumnWriter[] columns) {
        columns[COMMON_COLUMNS].write(ticks.bidPrice(), 0, 1);
        columns[COMMON_COLUMNS + 1].write(ticks.bidQuantity(), 0, 1);
        columns[COMMON_COLUMNS + 2].write(ticks.askPrice(), 0, 1);
        columns[COMMON_COLUMNS + 3].write(ticks.askQuantity(), 0, 1);
    }

    private static void writeMore(Ticks ticks, long row, ColumnWriter[] columns) {
        int first = COMMON_COLUMNS + 4;
        long millisOfDay = Math.floorMod(ticks.eventNanos() / Ticks.NANOS_PER_MILLI, Ticks.DAY_MILLIS);
        columns[first].write(FIRST_TRADE_ID + 7 * row, 0, 1);
        columns[first + 1].write(ticks.eventNanos() - 500_000 - millisOfDay % 1_000, 0, 1);
        columns[first + 2].write(ticks.bidQuantity() > ticks.askQuantity(), 0, 1);
        columns[first + 3].write(REGIONS.get((int) (millisOfDay * REGIONS.size() / Ticks.DAY_MILLIS)), 0, 1);
        columns[first + 4].write((ticks.bidPrice() + ticks.askPrice()) / 2, 0, 1);
    }
}
