/** The Arrow schema that writers leave in a Parquet footer: read with suspicion, and given one field more. */
package dev.daypack.arrow;
