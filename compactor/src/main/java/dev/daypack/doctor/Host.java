package dev.daypack.doctor;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a run would find on this host.
 *
 * @param version of Daypack
 * @param java version and vendor
 * @param javaHome where it is
 * @param archive the archive of classes that this process was started with
 * @param heapBytes the heap's limit
 * @param machineBytes memory of the machine or the container, if that can be told
 * @param processors that this process may use
 * @param memoryBytes the setting {@code memory}
 * @param workers the setting, worked out
 * @param scratch the setting
 * @param hasBucket whether a store is S3, whose client takes heap
 */
public record Host(
        String version,
        String java,
        String javaHome,
        Optional<Path> archive,
        long heapBytes,
        OptionalLong machineBytes,
        int processors,
        long memoryBytes,
        int workers,
        Path scratch,
        boolean hasBucket) {}
