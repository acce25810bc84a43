package dev.daypack.compact;

import dev.daypack.discover.PartitionDay;
import dev.daypack.input.SortOrder;
import dev.daypack.output.OutputSettings;
import dev.daypack.output.TableWriter;
import dev.daypack.publish.Manifest;
import dev.daypack.quality.DayQuality;
import dev.daypack.text.Sha256;
import java.util.Optional;

/**
 * Names attempts by what they do: the inputs, the evidence and every setting that changes bytes. Two hosts that pack
 * the same thing give the attempt the same name and make the same bytes, so whichever commits, both may count it as
 * theirs.
 *
 * @param order the sort columns
 * @param seqColumn the column that is added
 * @param output layout of the file
 * @param version of Daypack
 */
public record Attempts(SortOrder order, String seqColumn, OutputSettings output, String version) {

    /**
     * 32 hex digits.
     *
     * @param delivery that the inputs are, where deliveries are told apart by name; it stands in the footer
     */
    public String id(PartitionDay day, Manifest manifest, Optional<String> delivery, DayQuality quality) {
        String text = String.join(
                "\n",
                TableWriter.CREATED_BY,
                version,
                day.stateKey(),
                manifest.digest(),
                quality.label().name(),
                quality.version(),
                order.toString(),
                seqColumn,
                output + delivery.map(prefix -> "\n" + prefix).orElse(""));
        return Sha256.hex(text).substring(0, 32);
    }
}
