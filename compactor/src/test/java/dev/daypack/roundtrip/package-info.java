/**
 * Round trips: generated parts of any type and shape, written by parquet-java or DuckDB, packed by the engine, and
 * compared with what was generated. A failure says the seed that makes it again.
 */
package dev.daypack.roundtrip;
