/**
 * Reading parts: footers with limits on, schemas united to one {@link dev.daypack.input.Table}, pages streamed by
 * ranged reads, values decoded block by block, sort keys in order. Whatever is wrong with a part is found here and
 * named by {@link dev.daypack.input.PartRejectedException}. Where the bytes come from is behind {@link
 * dev.daypack.input.ByteSource}.
 */
package dev.daypack.input;
