package dev.daypack.simulation;

/** One call of a process that does not go well, counted from 0. */
record Strike(Fate fate, long call) implements Faults {

    @Override
    public Fate fate(Process process, Op op, String key) {
        return process.calls() == call ? fate : Fate.FINE;
    }
}
