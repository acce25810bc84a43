package dev.daypack.cli;

import java.util.List;

/**
 * What a plain merge should do. The sort column and the shape of the output are settings.
 *
 * @param inputs files or URLs; their order is their rank among equal keys
 * @param output file or URL
 * @param overwrite whether an output that exists may be replaced
 */
public record MergeRequest(List<String> inputs, String output, boolean overwrite) {

    public MergeRequest {
        inputs = List.copyOf(inputs);
    }
}
