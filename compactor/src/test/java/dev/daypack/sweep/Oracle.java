package dev.daypack.sweep;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A reader that is not ours, and what it makes of inputs and output. */
interface Oracle {

    /**
     * Reads every value of a file.
     *
     * @return its rows
     * @throws Exception of any kind if it does not read the file
     */
    long read(Path file) throws Exception;

    /**
     * Whether the output has the rows of the inputs with every column and value as it was, in the order of (sort
     * column, input, row), nulls last, and a dense sequence beside the sort column; before all columns if there
     * is none.
     *
     * @param sortColumn empty if rows are to stay as they stand
     * @return the first difference, or empty
     * @throws Exception of any kind if it does not read one of them
     */
    Optional<String> difference(Optional<String> sortColumn, List<Path> inputs, Path output) throws Exception;
}
