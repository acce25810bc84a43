package dev.daypack.doctor;

import dev.daypack.text.Printable;
import dev.daypack.text.Units;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Looks at Java, memory and scratch space. */
public final class HostCheck {

    private static final long MIB = 1 << 20;

    /** What the engine needs besides its buffers, and the client of S3 on top; see the launcher. */
    private static final long ENGINE_BYTES = 32 * MIB;

    private static final long CLIENT_BYTES = 40 * MIB;

    /** What the JVM takes outside of its heap. */
    private static final long JVM_BYTES = 100 * MIB;

    /** Of a heap, a part is never to be used at once. */
    private static final double USABLE_HEAP = 0.94;

    /** One PUT, at most: what is spooled is no larger. */
    private static final long SPOOL_BYTES = 5L << 30;

    private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs");

    private final Host host;
    private final boolean spools;
    private final List<Finding> findings = new ArrayList<>();

    private HostCheck(Host host, boolean spools) {
        this.host = host;
        this.spools = spools;
    }

    /** @param spools whether large outputs wait in scratch until they are sent */
    public static List<Finding> of(Host host, boolean spools) {
        HostCheck check = new HostCheck(host, spools);
        check.program();
        check.memory();
        check.scratch();
        return check.findings;
    }

    private void program() {
        findings.add(Finding.ok("daypack", host.version()));
        findings.add(Finding.ok("java", host.java() + ", " + host.javaHome()));
        findings.add(
                host.archive().isPresent()
                        ? Finding.ok(
                                "archive",
                                "classes come from "
                                        + Printable.of(host.archive().get().toString()))
                        : Finding.ok("archive", "none; daypack --prepare makes one, and starts quicker"));
        findings.add(Finding.ok(
                "workers",
                Units.count(host.workers(), "thread") + " on " + Units.count(host.processors(), "processor")));
    }

    private void memory() {
        long heapNeeded = host.memoryBytes() + ENGINE_BYTES + (host.hasBucket() ? CLIENT_BYTES : 0);
        String text = "memory " + Units.exactBytes(host.memoryBytes()) + ", heap " + Units.bytes(host.heapBytes());
        String remedy = "start by the launcher, which fits the heap to memory, or give -Xmx"
                + (heapNeeded + MIB - 1) / MIB + "m";
        if (host.heapBytes() < host.memoryBytes() * USABLE_HEAP) {
            findings.add(Finding.fail("memory", text + ": the heap is smaller than memory", remedy));
        } else if (host.heapBytes() < heapNeeded * USABLE_HEAP) {
            findings.add(Finding.warn("memory", text + ": the heap has no room for the rest", remedy));
        } else {
            findings.add(Finding.ok("memory", text));
        }
        host.machineBytes().ifPresent(machine -> {
            long needed = heapNeeded + JVM_BYTES;
            findings.add(
                    machine < needed
                            ? Finding.warn(
                                    "machine",
                                    Units.bytes(machine) + " in all, and a run may take " + Units.bytes(needed),
                                    "set memory to less")
                            : Finding.ok(
                                    "machine",
                                    Units.bytes(machine) + " in all; a run takes up to " + Units.bytes(needed)));
        });
    }

    private void scratch() {
        Path scratch = host.scratch();
        String name = Printable.of(scratch.toString());
        Path there = scratch.toAbsolutePath();
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        if (there == null || !Files.isDirectory(there) || !Files.isWritable(there)) {
            findings.add(Finding.fail(
                    "scratch", name + " cannot be written", "set scratch to a directory that can, on a large disk"));
            return;
        }
        try {
            FileStore disk = Files.getFileStore(there);
            space(name, disk.getUsableSpace(), disk.type());
        } catch (IOException e) {
            findings.add(Finding.warn(
                    "scratch",
                    name + ": its free space cannot be told (" + e.getClass().getSimpleName() + ")",
                    "look at it by hand"));
        }
    }

    private void space(String name, long freeBytes, String type) {
        String text = Units.bytes(freeBytes) + " free in " + name;
        long wanted = Math.max(4 * host.memoryBytes(), spools ? SPOOL_BYTES : 0);
        if (IN_MEMORY.contains(type)) {
            findings.add(Finding.warn(
                    "scratch",
                    text + ", which is memory (" + type + ") and not a disk",
                    "set scratch to a directory on a disk, or what is spilled takes the memory of the machine"));
        } else if (freeBytes < wanted) {
            findings.add(Finding.warn(
                    "scratch",
                    text + "; large days spill there what does not fit memory"
                            + (spools ? ", and outputs are spooled there" : ""),
                    "make room for " + Units.bytes(wanted) + " or more, or set scratch to a larger disk"));
        } else {
            findings.add(Finding.ok("scratch", text));
        }
    }
}
