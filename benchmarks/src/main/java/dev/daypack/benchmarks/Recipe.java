package dev.daypack.benchmarks;

import java.io.IOException;
import java.nio.file.Path;

/** Makes the parts of a data set; equal recipes make equal rows in files of equal names. */
interface Recipe {

    /**
     * Writes all parts.
     *
     * @param directory empty
     * @return rows written
     * @throws IOException if they cannot be written
     */
    long write(Path directory) throws IOException;
}
