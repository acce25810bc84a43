package dev.daypack.simulation;

import dev.daypack.memory.ScratchDisk;
import dev.daypack.testing.MemoryDisk;
import java.io.IOException;

/** The scratch space of one process, which is full at times. */
final class SimulatedDisk implements ScratchDisk {

    private final Process process;
    private final MemoryDisk disk = new MemoryDisk();

    SimulatedDisk(Process process) {
        this.process = process;
    }

    @Override
    public String name() {
        return disk.name();
    }

    @Override
    public long usableBytes() {
        return isFull() ? 0 : disk.usableBytes();
    }

    private boolean isFull() {
        process.checkAlive();
        boolean isFull = process.faults().isDiskFull(process);
        if (isFull) {
            process.world().trace().count("scratch space full");
            process.note("the scratch disk is full");
        }
        return isFull;
    }

    @Override
    public Extent create() {
        process.world().trace().count("scratch files");
        Extent extent = disk.create();
        return new Extent() {
            @Override
            public void write(byte[] bytes, int from, int length, long at) throws IOException {
                if (isFull()) {
                    throw new IOException("No space left on device");
                }
                process.world().trace().count("scratch writes");
                extent.write(bytes, from, length, at);
            }

            @Override
            public void read(byte[] into, int from, int length, long at) throws IOException {
                extent.read(into, from, length, at);
            }

            @Override
            public void close() throws IOException {
                extent.close();
            }
        };
    }
}
