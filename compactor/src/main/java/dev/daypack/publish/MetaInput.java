package dev.daypack.publish;

import java.util.OptionalLong;

/**
 * One raw part, as {@code meta.json} names it.
 *
 * @param key relative to the raw store's root
 * @param sizeBytes length in bytes
 * @param etag of the generation that was read
 * @param rows in it, by its footer; empty where the sidecar was rebuilt without reading the part again
 */
public record MetaInput(String key, long sizeBytes, String etag, OptionalLong rows) {}
