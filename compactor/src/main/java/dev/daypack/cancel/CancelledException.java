package dev.daypack.cancel;

/** Work that ended early because it was asked to. Nothing of it is visible. */
public final class CancelledException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CancelledException() {
        super("stopped as asked");
    }
}
