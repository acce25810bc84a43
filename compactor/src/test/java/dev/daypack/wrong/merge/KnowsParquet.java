package dev.daypack.wrong.merge;

import org.apache.parquet.format.PageHeader;

/** Wrong on purpose: merge knows more than the JDK, and that is Parquet. */
record KnowsParquet(long[] keys, PageHeader header) {}
