package dev.daypack.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daypack.text.Units;
import java.util.StringJoiner;

/**
 * Requests sent to stores, each attempt counted. All are zero where nothing was sent, as with directories.
 *
 * @param lists pages of listings
 * @param heads looks at single objects
 * @param gets reads, whole or by range
 * @param puts objects written by one request
 * @param partUploads parts of multipart uploads
 * @param others of other kinds
 * @param retries how many of all these repeat one that failed or broke off
 * @param bytesIn read of objects
 * @param bytesOut written
 */
public record Requests(
        long lists,
        long heads,
        long gets,
        long puts,
        long partUploads,
        long others,
        long retries,
        long bytesIn,
        long bytesOut) {

    public static final Requests NONE = new Requests(0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Of all kinds. */
    public long all() {
        return lists + heads + gets + puts + partUploads + others;
    }

    /** Both together. */
    public Requests plus(Requests other) {
        return new Requests(
                lists + other.lists,
                heads + other.heads,
                gets + other.gets,
                puts + other.puts,
                partUploads + other.partUploads,
                others + other.others,
                retries + other.retries,
                bytesIn + other.bytesIn,
                bytesOut + other.bytesOut);
    }

    /** One line for people: {@code 982 requests (7 LIST, 970 GET, 5 PUT), 1 retry, 368 MiB read, 162 MiB written}. */
    public String line() {
        StringJoiner kinds = new StringJoiner(", ", " (", ")");
        kind(kinds, lists, "LIST");
        kind(kinds, heads, "HEAD");
        kind(kinds, gets, "GET");
        kind(kinds, puts, "PUT");
        kind(kinds, partUploads, "part");
        kind(kinds, others, "other");
        return Units.count(all(), "request") + kinds + ", "
                + (retries == 0 ? "" : Units.count(retries) + (retries == 1 ? " retry, " : " retries, "))
                + Units.bytes(bytesIn) + " read, " + Units.bytes(bytesOut) + " written";
    }

    private static void kind(StringJoiner kinds, long count, String name) {
        if (count > 0) {
            kinds.add(Units.count(count) + " " + name);
        }
    }

    /** Adds all figures as an object {@code requests}, if there were any. */
    public void addTo(ObjectNode json) {
        if (all() == 0) {
            return;
        }
        json.putObject("requests")
                .put("list", lists)
                .put("head", heads)
                .put("get", gets)
                .put("put", puts)
                .put("part_upload", partUploads)
                .put("other", others)
                .put("retries", retries)
                .put("bytes_in", bytesIn)
                .put("bytes_out", bytesOut);
    }
}
