/**
 * The merge engine: sorted key columns in, runs (source, start, length) out. It sees keys only, never another column,
 * and knows nothing of files, Parquet or stores. {@link dev.daypack.merge.RunMerger} is the entrance;
 * {@link dev.daypack.merge.KeySorter} brings a source's keys into order first where the writer did not.
 */
package dev.daypack.merge;
