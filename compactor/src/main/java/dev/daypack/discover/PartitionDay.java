package dev.daypack.discover;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** One day (UTC) of one partition: the unit of planning, lease and commit. */
public record PartitionDay(Partition partition, LocalDate date) implements Comparable<PartitionDay> {

    private static final Pattern DATE = Pattern.compile("[0-9]{8}");

    private static final Comparator<PartitionDay> ORDER =
            Comparator.comparing(PartitionDay::date).thenComparing(PartitionDay::partition);

    /** {@code binance/bbo/btcusdt/20260126}: the key in the state document. */
    public String stateKey() {
        return partition + "/" + date.format(DateTimeFormatter.BASIC_ISO_DATE);
    }

    /**
     * The partition-day that a key of the state names, or empty if it names none.
     *
     * @param fields of the layout
     * @param stateKey from outside
     */
    public static Optional<PartitionDay> ofStateKey(List<String> fields, String stateKey) {
        List<String> values = new ArrayList<>(Arrays.asList(stateKey.split("/", -1)));
        String date = values.remove(values.size() - 1);
        boolean fits = values.size() == fields.size()
                && values.stream().allMatch(Partition::isValidValue)
                && DATE.matcher(date).matches();
        try {
            return fits
                    ? Optional.of(new PartitionDay(
                            new Partition(fields, values), LocalDate.parse(date, DateTimeFormatter.BASIC_ISO_DATE)))
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return stateKey();
    }

    /** By day, then by partition. */
    @Override
    public int compareTo(PartitionDay other) {
        return ORDER.compare(this, other);
    }
}
