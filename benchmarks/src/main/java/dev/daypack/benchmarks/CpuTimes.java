package dev.daypack.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * CPU time spent until now, from Linux's {@code /proc}, in ticks of 10 ms.
 *
 * @param childUserTicks of ended children of this process, theirs included
 * @param childSystemTicks the same, in the kernel
 * @param ownTicks of this process
 * @param machineTicks of all processes on all cores, with what the hypervisor took
 */
record CpuTimes(long childUserTicks, long childSystemTicks, long ownTicks, long machineTicks) {

    static final double TICKS_PER_SECOND = 100;

    private static final Path OWN = Path.of("/proc/self/stat");
    private static final Path MACHINE = Path.of("/proc/stat");

    static CpuTimes now() throws IOException {
        String stat = Files.readString(OWN);
        // The second field, a name in parentheses, may hold spaces; the third is the first of what follows it.
        String[] own = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        String[] machine = Files.readAllLines(MACHINE).get(0).split("\\s+");
        // user, nice, system; after idle and iowait: irq, softirq, steal.
        long busy = sum(machine, 1, 2, 3, 6, 7, 8);
        return new CpuTimes(sum(own, 13), sum(own, 14), sum(own, 11, 12), busy);
    }

    private static long sum(String[] fields, int... indexes) {
        long sum = 0;
        for (int index : indexes) {
            sum += Long.parseLong(fields[index]);
        }
        return sum;
    }

    /** What was spent since an earlier reading. */
    CpuTimes since(CpuTimes before) {
        return new CpuTimes(
                childUserTicks - before.childUserTicks,
                childSystemTicks - before.childSystemTicks,
                ownTicks - before.ownTicks,
                machineTicks - before.machineTicks);
    }

    double userSeconds() {
        return childUserTicks / TICKS_PER_SECOND;
    }

    double systemSeconds() {
        return childSystemTicks / TICKS_PER_SECOND;
    }

    /** Spent by neither this process nor its children. */
    double othersSeconds() {
        return Math.max(0, machineTicks - ownTicks - childUserTicks - childSystemTicks) / TICKS_PER_SECOND;
    }
}
