package dev.daypack.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs a process and measures it. The peak of its memory is the kernel's own (VmHWM), read every few milliseconds while
 * it runs, since it is gone with the process; what it gains in its last milliseconds is missed. Memory of processes
 * that it starts is not counted, their CPU time is.
 */
final class ProcessMeter {

    private static final int SAMPLE_MILLIS = 5;
    private static final int KIBIBYTE = 1 << 10;
    private static final Pattern PEAK = Pattern.compile("(?m)^VmHWM:\\s+(\\d+) kB$");

    private final int niceness;
    private final int limitSeconds;

    /**
     * @param niceness of the processes; negative ones need rights
     * @param limitSeconds after which a process is ended
     */
    ProcessMeter(int niceness, int limitSeconds) {
        this.niceness = niceness;
        this.limitSeconds = limitSeconds;
    }

    /**
     * Runs a command to its end.
     *
     * @param directory where it runs
     * @param log what it says goes there
     */
    Usage run(List<String> command, Path directory, Path log) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(niced(command))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        CpuTimes before = CpuTimes.now();
        long start = System.nanoTime();
        Process process = builder.start();
        long peakBytes = 0;
        boolean isOverdue = false;
        try {
            while (!isOverdue && !process.waitFor(SAMPLE_MILLIS, TimeUnit.MILLISECONDS)) {
                peakBytes = Math.max(peakBytes, peakBytes(process.pid()));
                isOverdue = seconds(start) > limitSeconds;
            }
        } finally {
            process.destroyForcibly();
        }
        process.waitFor();
        double wallSeconds = seconds(start);
        CpuTimes spent = CpuTimes.now().since(before);
        return new Usage(
                wallSeconds,
                spent.userSeconds(),
                spent.systemSeconds(),
                peakBytes,
                spent.othersSeconds(),
                process.exitValue(),
                isOverdue);
    }

    private static double seconds(long startNanos) {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    private List<String> niced(List<String> command) {
        if (niceness == 0) {
            return command;
        }
        List<String> words = new ArrayList<>(List.of("nice", "-n", Integer.toString(niceness)));
        words.addAll(command);
        return words;
    }

    private static long peakBytes(long pid) {
        try {
            Matcher peak = PEAK.matcher(Files.readString(Path.of("/proc", Long.toString(pid), "status")));
            return peak.find() ? Long.parseLong(peak.group(1)) * KIBIBYTE : 0;
        } catch (IOException e) {
            // It has just ended.
            return 0;
        }
    }

    /** Waits until hardly anything runs on this machine, or until the time is up. */
    static void awaitQuiet(int seconds) throws IOException, InterruptedException {
        for (int second = 0; second < seconds; second++) {
            CpuTimes before = CpuTimes.now();
            TimeUnit.SECONDS.sleep(1);
            CpuTimes spent = CpuTimes.now().since(before);
            if (spent.othersSeconds() < 0.08) {
                return;
            }
        }
    }
}
