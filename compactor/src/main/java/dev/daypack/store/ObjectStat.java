package dev.daypack.store;

import java.time.Instant;

/**
 * One object as a listing shows it.
 *
 * @param key relative to the store's root
 * @param sizeBytes length in bytes
 * @param etag names this generation of the object; opaque, without quotes; differs whenever the bytes do
 * @param modified by the store's clock; for people, and to tell whether a day is over; ETags tell generations apart
 */
public record ObjectStat(String key, long sizeBytes, String etag, Instant modified) {}
