/**
 * Commands that look after what is published: checking it against everything it says of itself, and giving up the raw
 * parts that it was made of. Nothing here packs, and nothing but {@code reap} writes to the raw store.
 */
package dev.daypack.integrity;
