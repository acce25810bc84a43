package dev.daypack.kills;

/** How far a run has come, by the last thing that was seen of it from outside. In the order of the work. */
enum Phase {
    /** Nothing has been asked of a store. */
    START,
    /** The store is being probed. */
    PROBE,
    /** Listings, the state, and what is published are read. */
    LOOK,
    /** A lease is asked for. */
    LEASE,
    /** A part is being read. */
    READ,
    /** Parts have been read, and nothing has been written since. */
    MERGE,
    /** Pieces of an output that nobody sees yet are written. */
    UPLOAD,
    /** {@code data.parquet} is being made visible. */
    COMMIT,
    /** {@code quality_day.json} or {@code meta.json} is written. */
    SIDECARS,
    /** A lease is given back. */
    RELEASE,
    /** The state is written. */
    STATE;

    /** What a request to an S3 server belongs to, by its first line. */
    static Phase ofRequest(String line) {
        String method = line.substring(0, Math.max(0, line.indexOf(' ')));
        boolean writes = !method.equals("GET") && !method.equals("HEAD");
        if (line.contains("/compacted/.probe/")) {
            return PROBE;
        }
        if (line.contains("/part-")) {
            return READ;
        }
        if (!writes) {
            return LOOK;
        }
        if (line.contains("/compacted/locks/")) {
            return method.equals("DELETE") ? RELEASE : LEASE;
        }
        if (line.contains("/compacted/_state")) {
            return STATE;
        }
        if (line.contains("/data.parquet")) {
            return line.contains("?uploads") || line.contains("partNumber=") ? UPLOAD : COMMIT;
        }
        return line.contains(".json") ? SIDECARS : LOOK;
    }
}
