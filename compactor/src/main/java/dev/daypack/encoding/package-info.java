/**
 * The encodings of Parquet's values and levels, in both directions, on arrays, and the hashes under the digests.
 * Knows no other package: pages, columns and files belong above.
 */
package dev.daypack.encoding;
