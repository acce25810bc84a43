/**
 * What there is to pack: partition-days found by walking the raw store's prefixes along the layout, and the parts of
 * one day by listing it. Whether they are to be packed is {@link dev.daypack.plan}'s question. Also the words for it
 * all: {@link dev.daypack.discover.Partition}, {@link dev.daypack.discover.PartitionDay}.
 */
package dev.daypack.discover;
