package dev.daypack.compact;

import dev.daypack.discover.PartitionDay;
import dev.daypack.output.OutputSettings;
import dev.daypack.output.TableWriter;
import dev.daypack.publish.Manifest;
import dev.daypack.quality.DayQuality;
import dev.daypack.text.Sha256;

/**
 * Names attempts by what they do: the inputs, the evidence and every setting that changes bytes. Two hosts that pack
 * the same thing give the attempt the same name and make the same bytes, so whichever commits, both may count it as
 * theirs.
 *
 * @param orderBy the sort column
 * @param seqColumn the column that is added
 * @param output layout of the file
 * @param version of Daypack
 */
public record Attempts(String orderBy, String seqColumn, OutputSettings output, String version) {

    /** 32 hex digits. */
    public String id(PartitionDay day, Manifest manifest, DayQuality quality) {
        String text = String.join(
                "\n",
                TableWriter.CREATED_BY,
                version,
                day.stateKey(),
                manifest.digest(),
                quality.label().name(),
                quality.version(),
                orderBy,
                seqColumn,
                output.toString());
        return Sha256.hex(text).substring(0, 32);
    }
}
