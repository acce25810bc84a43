/**
 * Whole pages, packed and unpacked: one {@link dev.daypack.codec.Codec} for each compression. What a page holds, and
 * how its values are encoded, is none of its business.
 */
package dev.daypack.codec;
