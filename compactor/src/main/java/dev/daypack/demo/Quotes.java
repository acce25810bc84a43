package dev.daypack.demo;

import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.schema.MessageType;

/** Best bids and offers of one partition-day. */
final class Quotes implements EventColumns {

    /** A book without offers for a moment: the rare nulls of real collectors. */
    private static final double NO_ASK = 1.0 / 5_000;

    private final EventTimes times;
    private final double[] bidPrice;
    private final double[] bidQuantity;
    private final double[] askPrice;
    private final double[] askQuantity;

    Quotes(EventTimes times, Market market) {
        this.times = times;
        bidPrice = new double[times.rows()];
        bidQuantity = new double[times.rows()];
        askPrice = new double[times.rows()];
        askQuantity = new double[times.rows()];
        double bid = market.quantity();
        double ask = market.quantity();
        for (int row = 0; row < times.rows(); row++) {
            boolean moved = market.step();
            boolean bidSide = market.chance(0.5);
            bid = moved || bidSide ? market.quantity() : bid;
            ask = moved || !bidSide ? market.quantity() : ask;
            bidPrice[row] = market.bid();
            bidQuantity[row] = bid;
            askPrice[row] = market.chance(NO_ASK) ? Double.NaN : market.ask();
            askQuantity[row] = ask;
        }
    }

    @Override
    public MessageType schema() {
        return EventSchema.QUOTES;
    }

    @Override
    public EventTimes times() {
        return times;
    }

    @Override
    public void write(int row, ColumnWriter[] columns) {
        int at = EventSchema.COMMON_COLUMNS;
        columns[at].write(bidPrice[row], 0, 1);
        columns[at + 1].write(bidQuantity[row], 0, 1);
        if (Double.isNaN(askPrice[row])) {
            columns[at + 2].writeNull(0, 0);
            columns[at + 3].writeNull(0, 0);
        } else {
            columns[at + 2].write(askPrice[row], 0, 1);
            columns[at + 3].write(askQuantity[row], 0, 1);
        }
    }
}
