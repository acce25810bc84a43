/**
 * Makes the lake of the demo: realistic raw parts, with everything that is wrong with real ones, from a seed. Nothing
 * of the product uses it; it writes with parquet-java, so that our reader meets another writer. And what the launcher's
 * rehearsal needs: parts, and buckets to put them in.
 */
package dev.daypack.demo;
