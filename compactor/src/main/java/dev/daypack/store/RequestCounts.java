package dev.daypack.store;

/**
 * Requests that a store has sent since it was opened, each attempt counted, and the bytes of objects that went through.
 *
 * @param lists pages of listings
 * @param heads looks at single objects
 * @param gets reads, whole or by range
 * @param puts objects written by one request
 * @param partUploads parts of multipart uploads
 * @param others beginning, completing and aborting uploads, deletions
 * @param retries how many of them all repeat one that failed, or go on where an answer was cut off
 * @param bytesIn of objects, as the answers announced them
 * @param bytesOut of objects and parts
 */
public record RequestCounts(
        long lists,
        long heads,
        long gets,
        long puts,
        long partUploads,
        long others,
        long retries,
        long bytesIn,
        long bytesOut) {

    /** Of a store that sends none. */
    public static final RequestCounts NONE = new RequestCounts(0, 0, 0, 0, 0, 0, 0, 0, 0);
}
