package dev.daypack.store;

/**
 * What a store was seen to do, by a probe or by its construction.
 *
 * @param conditionalPut a PUT with If-None-Match or If-Match is refused when the condition does not hold
 * @param conditionalComplete the same of the completion of a multipart upload; without it uploads are spooled locally
 *     and committed by one PUT
 * @param quotedEtags If-Match wants the ETag in quotes (most take both; Ceph takes it without only)
 */
public record StoreCapabilities(boolean conditionalPut, boolean conditionalComplete, boolean quotedEtags) {

    /** Everything, with ETags sent bare: what a store is taken for until it was probed. */
    public static final StoreCapabilities FULL = new StoreCapabilities(true, true, false);
}
