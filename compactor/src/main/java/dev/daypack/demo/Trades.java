package dev.daypack.demo;

import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;

/** Trades of one partition-day: {@code side} is 1 where the buyer took, -1 where the seller did, rarely unknown. */
final class Trades implements EventColumns {

    private static final double SIDE_UNKNOWN = 1.0 / 5_000;

    private final EventTimes times;
    private final double[] price;
    private final double[] quantity;
    private final int[] side;
    private final long firstId;

    Trades(EventTimes times, Market market, long firstId) {
        this.times = times;
        this.firstId = firstId;
        price = new double[times.rows()];
        quantity = new double[times.rows()];
        side = new int[times.rows()];
        for (int row = 0; row < times.rows(); row++) {
            market.step();
            boolean buy = market.chance(0.5);
            price[row] = buy ? market.ask() : market.bid();
            quantity[row] = market.quantity();
            side[row] = market.chance(SIDE_UNKNOWN) ? 0 : buy ? 1 : -1;
        }
    }

    @Override
    public MessageType schema() {
        return EventSchema.TRADES;
    }

    @Override
    public EventTimes times() {
        return times;
    }

    @Override
    public void write(int row, ColumnWriter[] columns) {
        int at = EventSchema.COMMON_COLUMNS;
        columns[at].write(price[row], 0, 1);
        columns[at + 1].write(quantity[row], 0, 1);
        if (side[row] == 0) {
            columns[at + 2].writeNull(0, 0);
        } else {
            columns[at + 2].write(side[row], 0, 1);
        }
        columns[at + 3].write(Binary.fromString(Long.toString(firstId + row)), 0, 1);
    }
}
