package dev.daypack.store;

/** A small object read whole: its bytes and the ETag of just those bytes. */
public record StoredObject(String key, byte[] bytes, String etag) {}
