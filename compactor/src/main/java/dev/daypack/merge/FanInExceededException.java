package dev.daypack.merge;

/** More sources overlap at one key than may be open at once. Nothing is wrong with the input: it needs more passes. */
public final class FanInExceededException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int fanInLimit;
    private final int openSources;
    private final long key;

    /**
     * @param fanInLimit how many sources may be open at once
     * @param openSources how many would have to be, at least
     * @param key where
     */
    public FanInExceededException(int fanInLimit, int openSources, long key) {
        super(openSources + " sources overlap at key " + key + ", more than the fan-in limit of " + fanInLimit);
        this.fanInLimit = fanInLimit;
        this.openSources = openSources;
        this.key = key;
    }

    /** Of keys that are byte strings; {@link #key} is then of no use. */
    public FanInExceededException(int fanInLimit, int openSources) {
        super(openSources + " sources overlap, more than the fan-in limit of " + fanInLimit);
        this.fanInLimit = fanInLimit;
        this.openSources = openSources;
        this.key = 0;
    }

    public int fanInLimit() {
        return fanInLimit;
    }

    public int openSources() {
        return openSources;
    }

    public long key() {
        return key;
    }
}
